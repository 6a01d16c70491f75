using System.Collections.Frozen;
using L2O.Files;
using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Studies.Yardstick.Scores;

/// <summary>All that was measured on one task.</summary>
/// <param name="task">The task.</param>
/// <param name="optimizers">Each at each horizon.</param>
/// <param name="curves">Smoothed training losses by <see cref="TaskRecord.CurveName"/>.</param>
/// <param name="stepSeconds">Time of a step by the optimizer's name; none where it was not measured.</param>
internal sealed class ScoredTask(SuiteTask task, IEnumerable<ScoredOptimizer> optimizers, IReadOnlyDictionary<string, float[]> curves,
    IReadOnlyDictionary<string, double> stepSeconds)
{
    private readonly FrozenDictionary<(string, int), ScoredOptimizer> _byName =
        optimizers.ToFrozenDictionary(static one => (one.Name, one.Horizon));

    /// <summary>The task.</summary>
    public SuiteTask Task => task;

    /// <summary>Reads what the steps of a task stored.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folders">Those of its steps.</param>
    /// <param name="stepSeconds">Time of a step by the optimizer's name.</param>
    public static ScoredTask Load(SuiteTask task, IEnumerable<string> folders, IReadOnlyDictionary<string, double> stepSeconds)
    {
        string[] all = [.. folders];
        return new ScoredTask(task, all.SelectMany(static folder => TaskRecord.Load(folder).Optimizers),
            all.Select(static folder => SafetensorsFile.Load(Path.Combine(folder, TaskRecord.CurvesFile)))
                .SelectMany(static file => file.Tensors).ToDictionary(static tensor => tensor.Name, static tensor => tensor.ToSingle(),
                    StringComparer.Ordinal), stepSeconds);
    }

    /// <summary>Whether there are runs of that length.</summary>
    public bool Has(string optimizer, int horizon) => _byName.ContainsKey((optimizer, horizon));

    /// <summary>An optimizer at a horizon.</summary>
    public ScoredOptimizer Of(string optimizer, int horizon) => _byName[(optimizer, horizon)];

    /// <summary>Seconds of a step; NaN where they were not measured.</summary>
    public double StepSeconds(string optimizer) => stepSeconds.GetValueOrDefault(optimizer, double.NaN);

    /// <summary>The median final training loss of some runs, infinite if it diverged.</summary>
    public double Final(string optimizer, int horizon, IEnumerable<int> seeds) =>
        RobustMean.Median(seeds.Select(seed => Of(optimizer, horizon).Runs[seed].FinalLoss));

    /// <summary>The median over some runs of the smoothed training loss, step by step.</summary>
    public float[] Median(string optimizer, int horizon, IReadOnlyList<int> seeds) =>
        Median([.. seeds.Select(seed => curves[TaskRecord.CurveName(optimizer, horizon, seed)])], horizon);

    /// <summary>The speed-up of an optimizer over tuned Adam in some runs.</summary>
    public SpeedUp SpeedUpOf(string optimizer, int horizon, IReadOnlyList<int> seeds) => SpeedUp.Of(
        Final(optimizer, horizon, seeds), Median(Baselines.Adam, horizon, seeds),
        Median([.. seeds.Select(seed => curves[TaskRecord.DoubleName(horizon, seed)])], 2 * horizon), horizon);

    /// <summary>The same in seconds: times a step of Adam over a step of the optimizer.</summary>
    public double TimeSpeedUpOf(string optimizer, int horizon, IReadOnlyList<int> seeds) =>
        SpeedUpOf(optimizer, horizon, seeds).Value * StepSeconds(Baselines.Adam) / StepSeconds(optimizer);

    private static float[] Median(float[][] runs, int steps)
    {
        float[] median = new float[steps];
        float[] values = new float[runs.Length];
        for (int step = 0; step < steps; step++)
        {
            for (int run = 0; run < runs.Length; run++)
                values[run] = step < runs[run].Length ? runs[run][step] : float.PositiveInfinity;
            Array.Sort(values);
            int middle = values.Length / 2;
            median[step] = values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        }
        return median;
    }
}
