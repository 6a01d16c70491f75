using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Training;

namespace L2O.MetaTesting;

/// <summary>One worker of a meta-test: trains one optimizee with one optimizer at a time. Reuses its memory from run to run.</summary>
internal sealed class TrialRunner : IDisposable
{
    private readonly Rng _rng;
    private readonly MinibatchSampler<float> _train;
    private readonly MinibatchSampler<float> _test;
    private readonly Func<string, Compute, IOptimizee<float>> _createOptimizee;
    private readonly Dictionary<string, IOptimizee<float>> _optimizees = new(StringComparer.Ordinal);
    private readonly WholeSplit _wholeTrain;
    private readonly WholeSplit _wholeTest;

    public TrialRunner(DataSplits data, int batchSize, ulong seed, Func<string, Compute, IOptimizee<float>> createOptimizee)
    {
        (_rng, _createOptimizee) = (new Rng(seed), createOptimizee);
        _train = new MinibatchSampler<float>(data.Train, batchSize, _rng);
        _test = new MinibatchSampler<float>(data.Test, batchSize, _rng.Split("test batches"));
        _wholeTrain = new WholeSplit(data.Train);
        _wholeTest = new WholeSplit(data.Test);
    }

    /// <summary>What this worker's optimizers may use: one thread, because runs lie side by side.</summary>
    public Compute Compute { get; } = new(threads: 1);

    public void Dispose() => Compute.Dispose();

    /// <summary>The network of that name, always the same one.</summary>
    public IOptimizee<float> Network(string optimizee)
    {
        if (!_optimizees.TryGetValue(optimizee, out IOptimizee<float>? network))
            _optimizees.Add(optimizee, network = _createOptimizee(optimizee, Compute));
        return network;
    }

    /// <summary>The summed training loss of a run; NaN if it diverged.</summary>
    public double SummedLoss(string optimizee, IOptimizer<float> optimizer, int run, int iterations, CancellationToken cancellation)
    {
        InnerLoop<float> loop = Start(optimizee, optimizer, "search theta", run, iterations);
        double sum = 0;
        for (int iteration = 1; iteration <= iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            sum += loop.Step(_train.Next()).Loss;
            if (!double.IsFinite(sum))
                return double.NaN;
        }
        return sum;
    }

    /// <summary>A run with everything that a curve holds.</summary>
    public LossCurve Curve(
        string optimizee, string name, IOptimizer<float> optimizer, int run, MetaTestSettings settings,
            IStepObserver<float>? observer, CancellationToken cancellation)
    {
        InnerLoop<float> loop = Start(optimizee, optimizer, "meta-test theta", run, settings.Iterations, observer);
        (int iterations, int testEvery) = (settings.Iterations, settings.TestEvery);
        var points = new List<CurvePoint>(iterations);
        var diverged = new LossAndAccuracy(double.NaN, double.NaN);
        for (int iteration = 1; iteration <= iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            LossAndAccuracy test = iteration % testEvery == 0 ? loop.Evaluate(_test.Next()) : diverged;
            LossAndAccuracy train = loop.Step(_train.Next());
            if (!double.IsFinite(train.Loss))
                return new LossCurve(optimizee, name, run, points, diverged, diverged) { SkippedSteps = loop.SkippedSteps };
            points.Add(new CurvePoint(iteration, train.Loss, train.Accuracy, test.Loss, test.Accuracy));
        }
        IOptimizee<float> network = Network(optimizee);
        LossAndAccuracy finalTrain = _wholeTrain.Evaluate(network, loop.Evaluated), finalTest = _wholeTest.Evaluate(network,
            loop.Evaluated);
        if (!double.IsFinite(finalTrain.Loss) || !double.IsFinite(finalTest.Loss))
            finalTrain = finalTest = diverged;
        return new LossCurve(optimizee, name, run, points, finalTrain, finalTest) { SkippedSteps = loop.SkippedSteps };
    }

    private InnerLoop<float> Start(string optimizee, IOptimizer<float> optimizer, string stream,
        int run, int iterations, IStepObserver<float>? observer = null)
    {
        IOptimizee<float> network = Network(optimizee);
        _train.LeastSamples = network.LeastSamples;
        // evaluation takes any batch, unless it normalizes with it
        _test.LeastSamples = network is IEvaluationGradients<float> { SamplesAreIndependent: false }
            ? Math.Min(network.LeastSamples, _test.BatchSize) : 1;
        _train.Position = default;
        _test.Position = default;
        return new InnerLoop<float>(network, optimizer, _rng.Split(stream, (ulong)run), iterations,
            observer is null ? [] : [observer]);
    }
}
