using L2O.Bench.Results;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Bench;

/// <summary>
/// How time and memory grow: unrolls of the learned optimizer on made-up gradients, each followed by its meta-gradient, in
/// turns with unrolls of the reference size.
/// </summary>
internal sealed class GrowthBench : IDisposable
{
    private readonly int _referenceCoordinates;
    private readonly Compute _compute;
    private readonly Subject _reference;

    /// <param name="threads">As for <c>--threads</c>.</param>
    /// <param name="referenceCoordinates">n of the reference.</param>
    public GrowthBench(int threads, int referenceCoordinates)
    {
        _referenceCoordinates = referenceCoordinates;
        _compute = new Compute(threads);
        _reference = new Subject(referenceCoordinates, BenchSettings.Unroll, _compute);
    }

    public void Dispose() => _compute.Dispose();

    /// <summary>Takes one measurement.</summary>
    /// <param name="coordinates">n.</param>
    /// <param name="unroll">U.</param>
    /// <param name="repetitions">How to measure.</param>
    public GrowthResult Measure(int coordinates, int unroll, Repetitions repetitions)
    {
        // Memory of the size before must not count against this one.
        GC.Collect();
        long before = GC.GetAllocatedBytesForCurrentThread();
        var subject = new Subject(coordinates, unroll, _compute);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before, tape = sizeof(float) * (long)coordinates * unroll;
        PairedTiming timing = repetitions.Measure(subject.Unroll, _reference.Unroll);
        double share = 1.0 / ((double)coordinates * unroll), referenceShare = 1.0 / ((double)_referenceCoordinates * BenchSettings.Unroll);
        return new GrowthResult(coordinates, unroll, timing.Operation.Times(share * 1e9),
            timing.Ratio.Median * share / referenceShare, tape, allocated - tape);
    }

    /// <summary>One size of the problem.</summary>
    private sealed class Subject
    {
        private readonly int _unroll;
        private readonly CoordinateLstmRun<float> _run;
        private readonly TruncatedBptt<float> _bptt;
        private readonly AlignedBuffer<float> _theta;
        private readonly float[] _phiGradient;

        public Subject(int coordinates, int unroll, Compute compute)
        {
            var learned = new CoordinateLstm();
            var rng = new Rng(1);
            float[] phi = new float[learned.PhiLayout().Count];
            learned.InitializePhi<float>(phi, rng);
            (_unroll, _phiGradient) = (unroll, new float[phi.Length]);
            _run = learned.BindLstm<float>(phi, compute).Start(ParameterLayout.Vector(coordinates));
            _bptt = new TruncatedBptt<float>(_run, coordinates, unroll, logLoss: true, regularizes: false);
            _theta = new AlignedBuffer<float>(coordinates);
            _bptt.Begin();
            for (int step = 0; step < unroll; step++)
            {
                rng.FillUniform(_bptt.Gradient, 0.01);
                _bptt.Record(1);
            }
        }

        /// <summary>U steps on the gradients that the tape holds, and the meta-gradient.</summary>
        public void Unroll()
        {
            _bptt.Begin();
            for (int step = 0; step < _unroll; step++)
            {
                ReadOnlySpan<float> gradient = _bptt.Gradient;
                _run.Step(_theta.Span, gradient);
                _bptt.Record(1);
            }
            _bptt.Differentiate(_phiGradient);
        }
    }
}
