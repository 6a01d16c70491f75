using L2O.Bench.Results;
using L2O.Data;
using L2O.Dynamics;
using L2O.Dynamics.Covariance;
using L2O.Dynamics.Noise;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Training;

namespace L2O.Bench;

/// <summary>
/// Times the measures of one snapshot of the learned optimizer on <c>mlp-leaky-relu-20</c>, after ten iterations of a run.
/// </summary>
internal sealed class SnapshotBench : IDisposable
{
    private const string Optimizee = "mlp-leaky-relu-20";
    private const int Iterations = 10;
    private const double StudySecondsPerUpdate = 0.034; // of the original code on two cores
    private const int StudySamples = 12_000;
    private const double TailIndexTarget = 1.2; // seconds, of 469 mini-batches
    private const double CovarianceTarget = 25; // seconds, of 12,000 samples

    private readonly Compute _compute;
    private readonly IDataset _train;

    /// <param name="train">The training data whose mini-batches and samples are gone through.</param>
    /// <param name="threads">As for <c>--threads</c>.</param>
    public SnapshotBench(IDataset train, int threads) => (_train, _compute) = (train, new Compute(threads));

    /// <summary>Number of measurements.</summary>
    public static int Count => 2;

    private int MiniBatches => (_train.Count + BenchSettings.BatchSize - 1) / BenchSettings.BatchSize;

    private int Samples => Math.Min(StudySamples, _train.Count / 5);

    public void Dispose() => _compute.Dispose();

    /// <summary>
    /// Tail indices of gradients and updates over all mini-batches of the training data, with their intervals, pooled and of each tensor.
    /// </summary>
    public DynamicsResult TailIndex(Repetitions repetitions) => Time(
        $"tail index, {MiniBatches} mini-batches", TailIndexTarget, MiniBatches, repetitions, static context => new NoiseObserver(context));

    /// <summary>Covariance of gradients and updates: the trace over a fifth of the training data's samples, and the eigenvalues.</summary>
    public DynamicsResult Covariance(Repetitions repetitions) => Time(
        $"covariance trace, {Samples} samples", CovarianceTarget, Samples, repetitions, context =>
            new CovarianceObserver(context, new CovarianceSettings(Samples)));

    private DynamicsResult Time(string name, double target, int updates, Repetitions repetitions,
        Func<MeasureContext, IStepObserver<float>> create)
    {
        int inputSize = _train.InputShape.Aggregate(1, static (product, size) => product * size);
        var optimizee = OptimizeeCatalog.Create<float>(Optimizee, inputSize, _train.ClassCount, _compute);
        var learned = new CoordinateLstm();
        float[] phi = new float[learned.PhiLayout().Count];
        learned.InitializePhi(phi.AsSpan(), new Rng(1));
        var optimizer = learned.Bind<float>(phi, _compute);
        IStepObserver<float> measure = create(Context(optimizee, optimizer));
        var batches = new MinibatchSampler<float>(_train, BenchSettings.BatchSize, new Rng(1));
        float[] theta = new float[optimizee.Layout.Count], gradient = new float[theta.Length], update = new float[theta.Length];
        optimizee.Initialize(theta, new Rng(1));
        var run = optimizer.Start(optimizee.Layout);
        for (int i = 0; i < Iterations; i++)
        {
            optimizee.LossAndGradient(theta, batches.Next(), gradient);
            run.Step(theta, gradient, update);
        }
        PairedTiming timing = repetitions.Measure(
            () => measure.BeforeStep(new StepStart<float>
            {
                Iteration = Iterations,
                Theta = theta,
                Gradient = gradient,
                Train = default,
                Run = run
            }),
            () => run.Propose(theta, gradient, update));
        // Gradients and updates are both measured; the study's figures count its updates alone.
        return new DynamicsResult(name, timing.Operation, target, updates * StudySecondsPerUpdate, updates * timing.Reference.Median);
    }

    private MeasureContext Context(IOptimizee<float> optimizee, IOptimizer<float> optimizer) => new()
    {
        Optimizee = optimizee,
        Optimizer = optimizer,
        Train = _train,
        BatchSize = BenchSettings.BatchSize,
        Compute = _compute,
        Seed = 1,
        Schedule = new MeasureSchedule(0),
        Snapshots = new MeasureSchedule(1),
        Sink = new ForgottenMeasurements(),
    };

    /// <summary>Only the time counts.</summary>
    private sealed class ForgottenMeasurements : IMeasurementSink
    {
        public void Add(in Measurement measurement)
        {
        }
    }
}
