using System.Collections.Immutable;
using System.Diagnostics;
using L2O.Data;
using L2O.Settings;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;
using L2O.Training;

namespace L2O.Studies.Yardstick;

/// <summary>What a step of each optimizer costs on one task and machine: gradient and update, one thread.</summary>
/// <param name="Task">The task's name.</param>
/// <param name="Optimizers">By name.</param>
/// <param name="Seconds">For each the median time of a step.</param>
internal sealed record StepTimes(string Task, ImmutableArray<string> Optimizers, ImmutableArray<double> Seconds)
{
    /// <summary>Name of the file with those of all tasks.</summary>
    public const string FileName = "times.json";

    private const int Rounds = 8;
    private const int Steps = 8; // a round
    private const int WarmUp = 2; // rounds that are not counted
    private const int FirstWarmUp = 40; // of the first task: the code itself gets faster as it is used

    /// <summary>The times by name.</summary>
    public IReadOnlyDictionary<string, double> ByName() =>
        Optimizers.Zip(Seconds).ToDictionary(static pair => pair.First, static pair => pair.Second, StringComparer.Ordinal);

    /// <summary>
    /// Measures them in turn, a few steps each, so that whatever else the machine does meets all alike; the median leaves out what it meets
    /// one by.
    /// </summary>
    /// <param name="task">The task.</param>
    /// <param name="data">Its data.</param>
    /// <param name="optimizers">By name; their rates do not matter.</param>
    /// <param name="isFirst">Whether nothing was measured before in this process.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static StepTimes Measure(SuiteTask task, DataSplits data, IReadOnlyList<(string Name, Candidate Candidate)> optimizers,
        bool isFirst, CancellationToken cancellation)
    {
        int warmUp = isFirst ? FirstWarmUp : WarmUp;
        using var runner = new TaskRunner(task, data);
        var runs = optimizers.Select(one =>
        {
            InnerLoop<float> loop = runner.Start(one.Candidate.Optimizer.Create(one.Candidate.Rate, runner.Compute), new(1),
                one.Candidate.ReadsHorizon ? (warmUp + Rounds) * Steps : null, out MinibatchSampler<float> batches);
            return (Loop: loop, Batches: batches, Times: new List<double>());
        }).ToArray();
        for (int round = 0; round < warmUp + Rounds; round++)
            foreach ((InnerLoop<float> loop, MinibatchSampler<float> batches, List<double> times) in runs)
                for (int step = 0; step < Steps; step++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Batch<float> batch = batches.Next();
                    long started = Stopwatch.GetTimestamp();
                    loop.Step(batch);
                    if (round >= warmUp)
                        times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                }
        return new StepTimes(task.Name, [.. optimizers.Select(static one => one.Name)],
            [.. runs.Select(static run => Scores.RobustMean.Median(run.Times))]);
    }

    /// <summary>The optimizers of a plan, with any rate where one is searched.</summary>
    /// <param name="plan">The plan.</param>
    public static IReadOnlyList<(string Name, Candidate Candidate)> All(YardstickPlan plan) =>
    [
        .. plan.Optimizers.Select(static one => (one.Name, one.Candidate)),
        .. plan.HasPeer ? [(YardstickPlan.PeerName, PeerChoice.At(PeerChoice.Rates[0]))] : Array.Empty<(string, Candidate)>(),
        .. plan.Suite.Baselines.Select(static name => (name, Any(Baselines.Find(name)))),
    ];

    private static Candidate Any(Baseline baseline) => baseline.Search is null ? baseline.List[0]
        : Candidate.At(baseline.Name, "", baseline.Contestant!.Variants[0].Contestant, baseline.Search.Rates[0]);

    /// <summary>Reads the times of all tasks.</summary>
    public static IReadOnlyDictionary<string, StepTimes> Load(string folder) =>
        SettingsJson.Load<StepTimesRecord>(Path.Combine(folder, FileName)).Tasks
            .ToDictionary(static one => one.Task, StringComparer.Ordinal);
}
