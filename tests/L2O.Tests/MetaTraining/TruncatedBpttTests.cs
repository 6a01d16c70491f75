using L2O.Kernels.Lstm;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>The meta-gradient against central differences of the unrolled loss, in double precision.</summary>
public class TruncatedBpttTests
{
    // Central differences with step h err by h²·f'''/6 + ε·f/h: 1e-5 gives about 1e-10 absolute here.
    private const double Step = 1e-5;
    private const double Tolerance = 1e-7;

    public static TheoryData<int, int, int, bool, int, bool, bool> Cases => new()
    {
        // coordinates, hidden, unroll, preprocess, extra inputs, log loss, shared state
        { 5, 3, 4, true, 0, true, false },
        { 5, 3, 4, true, 0, false, false },
        { 37, 4, 6, false, 0, true, false },
        { 37, 7, 5, true, 2, true, false },
        { 70, 20, 20, true, 0, true, false },
        { 33, 1, 3, false, 1, false, false },
        { 3, 2, LstmMetaGradient<double>.SegmentSteps + 3, true, 0, true, false }, // longer than a segment
        { 3, 2, 2 * LstmMetaGradient<double>.SegmentSteps, true, 1, true, false }, // exactly two segments
        { 5, 3, 4, true, 0, true, true },
        { 1, 2, 3, true, 0, true, true },
        { 37, 7, 5, true, 2, false, true },
        { 600, 5, 6, false, 0, true, true }, // several chunks
        { 64, 2, 330, true, 1, true, true }, // sums are emptied on the way
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Meta_gradient_equals_finite_differences_of_the_unrolled_loss(int n, int hidden,
        int unroll, bool preprocess, int extra, bool logLoss, bool shared)
    {
        var settings = new CoordinateLstm(hidden, preprocess, extraInputs: LearnedRuns.Supplied(extra), sharedState: shared);
        using var compute = new Compute(threads: 2);
        Unroll unrolled = Unroll.Record(settings, n, unroll, logLoss, compute);

        double[] direction = new double[unrolled.Phi.Length];
        var rng = new Rng(99);
        for (int trial = 0; trial < 12; trial++)
        {
            // Single coordinates catch a misplaced entry, random directions catch all entries at once.
            Array.Clear(direction);
            if (trial < 6)
                direction[rng.NextInt(direction.Length)] = 1;
            else
                rng.FillUniform<double>(direction, 1);
            double plus = unrolled.MetaLossAt(direction, Step, logLoss), minus = unrolled.MetaLossAt(direction, -Step, logLoss);
            double expected = (plus - minus) / (2 * Step), actual = 0;
            for (int i = 0; i < direction.Length; i++)
                actual += direction[i] * unrolled.PhiGradient[i];
            Assert.True(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected)),
                $"trial {trial}: differences give {expected:R}, backward pass {actual:R}");
        }
        Assert.Contains(unrolled.PhiGradient, static g => Math.Abs(g) > 1e-6);
    }

    /// <summary>A recorded unroll and its meta-loss as a function of phi with the gradients held constant.</summary>
    private sealed class Unroll
    {
        private readonly CoordinateLstm _settings;
        private readonly Compute _compute;
        private readonly QuadraticTask<double> _task;
        private readonly double[] _theta;
        private readonly List<double[]> _gradients = [];
        private readonly List<double[]> _extra = [];

        private Unroll(CoordinateLstm settings, int n, Compute compute)
        {
            (_settings, _compute, _task) = (settings, compute, new QuadraticTask<double>(n, 5));
            _theta = new double[n];
            _task.Initialize(_theta, new Rng(6));
            Phi = new double[settings.PhiLayout().Count];
            settings.InitializePhi<double>(Phi, new Rng(7));
            PhiGradient = new double[Phi.Length];
        }

        public double[] Phi { get; }

        public double[] PhiGradient { get; }

        public static Unroll Record(CoordinateLstm settings, int n, int steps, bool logLoss, Compute compute)
        {
            var unroll = new Unroll(settings, n, compute);
            CoordinateLstmOptimizer<double> optimizer = settings.BindLstm<double>(unroll.Phi, compute);
            CoordinateLstmRun<double> run = optimizer.Start(unroll._task.Layout);
            var bptt = new TruncatedBptt<double>(run, n, steps, logLoss, regularizes: false);
            bptt.Begin();
            double[] theta = [.. unroll._theta];
            var rng = new Rng(8);
            for (int step = 0; step < steps; step++)
            {
                rng.FillUniform(run.ExtraInputs, 1);
                unroll._extra.Add(run.ExtraInputs.ToArray());
                Span<double> gradient = bptt.Gradient;
                double loss = unroll._task.LossAndGradient(theta, QuadraticTask<double>.NoBatch, gradient).Loss;
                unroll._gradients.Add(gradient.ToArray());
                run.Step(theta, unroll._gradients[step]);
                bptt.Record(loss);
            }
            bptt.Differentiate(unroll.PhiGradient);
            return unroll;
        }

        public double MetaLossAt(double[] direction, double step, bool logLoss)
        {
            double[] phi = [.. Phi], theta = [.. _theta];
            for (int i = 0; i < phi.Length; i++)
                phi[i] += step * direction[i];
            CoordinateLstmRun<double> run = _settings.BindLstm<double>(phi, _compute).Start(_task.Layout);
            double sum = 0;
            for (int t = 0; t < _gradients.Count; t++)
            {
                sum += _task.Loss(theta, QuadraticTask<double>.NoBatch).Loss;
                _extra[t].CopyTo(run.ExtraInputs);
                run.Step(theta, _gradients[t]);
            }
            return logLoss ? Math.Log(sum) : sum;
        }
    }
}
