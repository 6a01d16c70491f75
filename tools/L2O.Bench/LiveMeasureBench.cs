using System.Collections.Immutable;
using L2O.Bench.Results;
using L2O.Data;
using L2O.Dynamics;
using L2O.Files;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Tables;
using L2O.Training;

namespace L2O.Bench;

/// <summary>
/// Meta-test iterations of the learned optimizer on <c>mlp-leaky-relu-20</c> with live measures at every iteration, in turns with plain
/// ones.
/// </summary>
internal sealed class LiveMeasureBench : IDisposable
{
    private const string Optimizee = "mlp-leaky-relu-20";
    private const int StepsAtOnce = 20;

    private readonly Compute _compute;
    private readonly IDataset _train;
    private readonly Rng _rng = new(1);

    /// <param name="train">Where the batches come from.</param>
    /// <param name="threads">As for <c>--threads</c>.</param>
    public LiveMeasureBench(IDataset train, int threads) => (_train, _compute) = (train, new Compute(threads));

    /// <summary>What is measured together, in the order to show: first the usual three, then each live measure alone.</summary>
    public static ImmutableArray<ImmutableArray<string>> All { get; } =
        [["deviations", "norms", "histograms"], .. MeasureCatalog.All.Where(static kind => !kind.IsSnapshot)
            .Select(static kind => ImmutableArray.Create(kind.Name))];

    public void Dispose() => _compute.Dispose();

    /// <summary>Takes one measurement.</summary>
    /// <param name="names">Names of live measures.</param>
    /// <param name="repetitions">How to measure.</param>
    public LiveMeasureResult Measure(ImmutableArray<string> names, Repetitions repetitions)
    {
        PairedTiming timing = repetitions.Measure(Steps(names), Steps([]));
        return new LiveMeasureResult(string.Join(", ", names), timing.Operation.Times(1000.0 / StepsAtOnce), timing.Ratio.Median);
    }

    private Action Steps(ImmutableArray<string> names)
    {
        int inputSize = _train.InputShape.Aggregate(1, static (product, size) => product * size);
        IOptimizee<float> optimizee = OptimizeeCatalog.Create<float>(Optimizee, inputSize, _train.ClassCount, _compute);
        var learned = new CoordinateLstm();
        float[] phi = new float[learned.PhiLayout().Count];
        learned.InitializePhi<float>(phi, _rng.Split("phi"));
        IOptimizer<float> optimizer = learned.Bind<float>(phi, _compute);
        var batches = new MinibatchSampler<float>(_train, BenchSettings.BatchSize, _rng);
        IStepObserver<float>[] observers = names.Length == 0
            ? [] : [new MeasureObserver(MeasureCatalog.All.Where(kind => names.Contains(kind.Name)), Context(optimizee, optimizer))];
        var loop = new InnerLoop<float>(optimizee, optimizer, _rng.Split("theta"), observers);
        return () =>
        {
            for (int step = 0; step < StepsAtOnce; step++)
                loop.Step(batches.Next());
        };
    }

    private MeasureContext Context(IOptimizee<float> optimizee, IOptimizer<float> optimizer) => new()
    {
        Optimizee = optimizee,
        Optimizer = optimizer,
        Train = _train,
        BatchSize = BenchSettings.BatchSize,
        Compute = _compute,
        Seed = 1,
        Schedule = new MeasureSchedule(1),
        Snapshots = new MeasureSchedule(0),
        Sink = new WrittenRows(),
    };

    /// <summary>Rows as they would be stored, without the disk.</summary>
    private sealed class WrittenRows : IMeasurementSink
    {
        private readonly CsvStream _rows = new(Stream.Null);

        public void Add(in Measurement measurement) => MeasurementCsv.AddRow(_rows, measurement);
    }
}
