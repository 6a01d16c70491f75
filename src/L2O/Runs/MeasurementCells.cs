using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using L2O.Data;
using L2O.Dynamics;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Tables;
using L2O.Training;

namespace L2O.Runs;

/// <summary>
/// Measures the test runs of a meta-test, each into a <see cref="MeasurementCell"/> of its own, and puts the cells together to the table.
/// </summary>
/// <param name="root">The folder of the cells; made when the first is begun.</param>
/// <param name="plan">What is measured, and when.</param>
/// <param name="snapshotData">What snapshots go through.</param>
/// <param name="batchSize">Samples of a mini-batch.</param>
/// <param name="cancellation">Interrupts a snapshot in the middle.</param>
internal sealed class MeasurementCells(string root, MeasurePlan plan, IDataset snapshotData, int batchSize, CancellationToken cancellation)
    : ITestObserver
{
    /// <summary>Part of every cell's key: to be raised when the same measures give other numbers than before.</summary>
    private const int ResultsVersion = 2;

    private readonly ConcurrentDictionary<(string Optimizee, string Optimizer, int Run), string> _paths = [];
    private readonly ImmutableArray<MeasureKind> _kinds = plan.Kinds;
    private readonly string _measures = $"measures {ResultsVersion}: {plan.Identity}";
    private readonly MeasureSchedule _live = plan.Live;
    private readonly MeasureSchedule _snapshots = plan.AtSnapshots;

    /// <summary>Told of cells that are damaged, from several threads; may be null.</summary>
    public Action<string>? Warned { get; init; }

    /// <inheritdoc/>
    public bool HasSeen(TestTrial trial)
    {
        string path = PathOf(trial);
        if (MeasurementCell.IsWhole(path, Key(trial)))
            return true;
        if (File.Exists(path)) // it has its name only when it is complete
            Warned?.Invoke($"{path}: the content does not agree with its checksum; the run is made again");
        return false;
    }

    /// <inheritdoc/>
    public ITestWatch Watch(TestTrial trial, IOptimizee<float> network, IOptimizer<float> optimizer, Compute compute)
    {
        Directory.CreateDirectory(root);
        var cell = new MeasurementCell(PathOf(trial), Key(trial));
        try
        {
            return new CellWatch(cell, new MeasureObserver(_kinds, Context(trial, network, optimizer, compute, cell)));
        }
        catch
        {
            cell.Dispose();
            throw;
        }
    }

    /// <summary>Writes the table of all runs that were watched or found.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="runs">In the order of the table.</param>
    public void Gather(string folder, IEnumerable<(string Optimizee, string Optimizer, int Run)> runs) =>
        AtomicFile.Write(Path.Combine(folder, MeasurementCsv.FileName), stream =>
        {
            var header = new CsvStream(stream);
            MeasurementCsv.AddHeader(header);
            header.Flush();
            foreach ((string Optimizee, string Optimizer, int Run) run in runs)
                MeasurementCell.Append(_paths[run],
                    Encoding.UTF8.GetBytes($"{CsvWriter.Quote(run.Optimizee)},{CsvWriter.Quote(run.Optimizer)},{run.Run},"), stream);
        });

    private MeasureContext Context(TestTrial trial, IOptimizee<float> network, IOptimizer<float> optimizer,
        Compute compute, IMeasurementSink sink)
    {
        Rng random = new Rng(plan.Seed).Split($"measures of {trial.Optimizee}", (ulong)trial.Run);
        return new MeasureContext
        {
            Optimizee = network,
            Optimizer = optimizer,
            Train = snapshotData,
            BatchSize = batchSize,
            Compute = compute,
            Seed = ((ulong)random.NextUInt32() << 32) | random.NextUInt32(),
            Schedule = _live,
            Snapshots = _snapshots,
            Sink = sink,
            Cancellation = cancellation,
        };
    }

    private string Key(TestTrial trial) => $"{trial.Key}; {_measures}";

    private string PathOf(TestTrial trial) => _paths.GetOrAdd(
        (trial.Optimizee, trial.Optimizer, trial.Run), static (_, place) =>
            Path.Combine(place.Root, $"{TrialFolder.NameOf(place.Key)}.csv"), (Root: root, Key: Key(trial)));

    private sealed class CellWatch(MeasurementCell cell, MeasureObserver observer) : ITestWatch
    {
        public void BeforeStep(in StepStart<float> start) => observer.BeforeStep(in start);

        public void OnStep(in StepView<float> step) => observer.OnStep(in step);

        public void Complete()
        {
            observer.OnEnd();
            cell.Complete();
        }

        public void Dispose() => cell.Dispose();
    }
}
