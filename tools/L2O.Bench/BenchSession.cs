using System.Diagnostics;
using L2O.Bench.Results;
using L2O.Data;
using L2O.Runs;

namespace L2O.Bench;

/// <summary>Runs the parts that the settings ask for, one measurement after the other.</summary>
/// <param name="settings">What to measure.</param>
/// <param name="measured">Told the number of measurements done, after each.</param>
/// <param name="cancellation">Checked between repetitions.</param>
internal sealed class BenchSession(BenchSettings settings, Action<int> measured, CancellationToken cancellation)
{
    private readonly Repetitions _repetitions = new(settings.Seconds, settings.WarmUpSeconds, cancellation);
    private readonly int _threads = settings.Threads == 0 ? Environment.ProcessorCount : settings.Threads;
    private int _done;

    /// <summary>Measurements that these settings come to.</summary>
    public int Total => settings.Parts.Sum(part => part switch
    {
        BenchPart.Training => TrainingBench.Names.Length,
        BenchPart.Variants => VariantBench.All.Length,
        BenchPart.Memory or BenchPart.Checkpoints => 1,
        BenchPart.Kernels => PeakBench.Cases(_threads).Count + KernelCases().Count(),
        BenchPart.Learned => LearnedBench.All.Length,
        BenchPart.Particles => ParticleBench.All(_threads).Length,
        BenchPart.Dynamics => LiveMeasureBench.All.Length,
        BenchPart.Snapshots => SnapshotBench.Count,
        _ => settings.Coordinates.Length + settings.Unrolls.Length,
    });

    /// <summary>Takes all measurements.</summary>
    public BenchReport Run()
    {
        long started = Stopwatch.GetTimestamp();
        var report = new BenchReport { Date = DateTimeOffset.UtcNow, Machine = MachineInfo.Here(settings.Threads), Data = settings.Data };
        foreach (BenchPart part in settings.Parts)
            report = part switch
            {
                BenchPart.Training => report with { Training = Training() },
                BenchPart.Variants => report with { Variants = Variants() },
                BenchPart.Memory => report with { PeakMegabytes = Memory() },
                BenchPart.Checkpoints => report with { Checkpoints = Count(CheckpointBench.Measure(settings, _repetitions, cancellation)) },
                BenchPart.Kernels => report with
                {
                    Peaks = [.. PeakBench.Cases(_threads).Select(one => Count(PeakBench.Measure(one.Lanes, one.Threads, _repetitions)))],
                    Kernels = [.. KernelCases().Select(one => Count(one.Measure(_repetitions)))],
                },
                BenchPart.Learned => report with { Learned = Learned() },
                BenchPart.Particles => report with { Particles = Particles() },
                BenchPart.Dynamics => report with { LiveMeasures = LiveMeasures() },
                BenchPart.Snapshots => report with { Snapshots = Snapshots() },
                _ => report with { Growth = Growth() },
            };
        return report with { WallSeconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
    }

    private List<TrainingResult> Training()
    {
        DataSplits data = settings.Folder.Load(settings.Data, threads: settings.Threads);
        using var bench = new TrainingBench(data.Train, settings.Threads);
        return [.. TrainingBench.Names.Select(name => Count(bench.Measure(name, _repetitions)))];
    }

    private List<VariantResult> Variants()
    {
        DataSplits data = settings.Folder.Load(settings.Data, threads: settings.Threads);
        using var bench = new VariantBench(data.Train, settings.Threads);
        return [.. VariantBench.All.Select(variant => Count(bench.Measure(variant, _repetitions)))];
    }

    /// <summary>A session of this part alone is the process whose memory counts.</summary>
    private double Memory() => Count(settings.Parts.Length == 1
        ? MemoryBench.MeasureHere(settings, cancellation)
        : MemoryBench.MeasureInChild(settings, cancellation));

    private List<ParticleResult> Particles()
    {
        var bench = new ParticleBench(settings.Folder.Load("digits", new ImageOptions(resize: 8), _threads).Train);
        return [.. ParticleBench.All(_threads).Select(one => Count(bench.Measure(one, _repetitions)))];
    }

    private List<LearnedResult> Learned()
    {
        using var bench = new LearnedBench();
        return [.. LearnedBench.All.Select(one => Count(bench.Measure(one, _repetitions)))];
    }

    private List<GrowthResult> Growth()
    {
        using var bench = new GrowthBench(settings.Threads, settings.ReferenceCoordinates);
        return
        [
            .. settings.Coordinates.Select(n => Count(bench.Measure(n, BenchSettings.Unroll, _repetitions))),
            .. settings.Unrolls.Select(unroll => Count(bench.Measure(settings.ReferenceCoordinates, unroll, _repetitions))),
        ];
    }

    private List<LiveMeasureResult> LiveMeasures()
    {
        DataSplits data = settings.Folder.Load(settings.Data, threads: settings.Threads);
        using var bench = new LiveMeasureBench(data.Train, settings.Threads);
        return [.. LiveMeasureBench.All.Select(names => Count(bench.Measure(names, _repetitions)))];
    }

    private List<DynamicsResult> Snapshots()
    {
        DataSplits data = settings.Folder.Load(settings.Data, threads: settings.Threads);
        using var bench = new SnapshotBench(data.Train, settings.Threads);
        return [Count(bench.TailIndex(_repetitions)), Count(bench.Covariance(_repetitions))];
    }

    private IEnumerable<KernelCase> KernelCases() => new LstmCases(settings.ReferenceCoordinates)
        .All(_threads).Concat(OptimizeeCases.All(_threads));

    private T Count<T>(T result)
    {
        measured(++_done);
        return result;
    }
}
