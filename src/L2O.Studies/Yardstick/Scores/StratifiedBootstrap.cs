using L2O.Numerics;

namespace L2O.Studies.Yardstick.Scores;

/// <summary>
/// Percentile intervals of statistics over tasks with a few runs each. A resample draws tasks with replacement, and for each task drawn its
/// runs with replacement; runs of equal number, which have start and batches in common, stay together in all optimizers.
/// </summary>
internal static class StratifiedBootstrap
{
    private const int Draws = 2000;
    private const double Level = 0.95;

    /// <summary>The statistic with its interval.</summary>
    /// <param name="tasks">Number of tasks, 1 or more.</param>
    /// <param name="seeds">Number of runs of each, 1 or more.</param>
    /// <param name="value">From a task and numbers of runs, perhaps repeated, to the task's value.</param>
    /// <param name="statistic">From the tasks' values to the statistic.</param>
    public static Interval Of(int tasks, int seeds, Func<int, int[], double> value, Func<IReadOnlyList<double>, double> statistic)
    {
        int[] all = [.. Enumerable.Range(0, seeds)];
        double whole = statistic([.. Enumerable.Range(0, tasks).Select(task => value(task, all))]);
        var known = new Dictionary<(int Task, long Runs), double>();
        var rng = new Rng(seed: 1);
        double[] resampled = new double[Draws], values = new double[tasks];
        int[] runs = new int[seeds];
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int i = 0; i < tasks; i++)
            {
                int task = rng.NextInt(tasks);
                foreach (ref int run in runs.AsSpan())
                    run = rng.NextInt(seeds);
                Array.Sort(runs);
                (int, long) key = (task, runs.Aggregate(0L, (code, run) => unchecked(code * seeds + run)));
                if (!known.TryGetValue(key, out values[i]))
                    known.Add(key, values[i] = value(task, [.. runs]));
            }
            resampled[draw] = statistic(values);
        }
        Array.Sort(resampled);
        int outside = (int)((1 - Level) / 2 * Draws);
        return new Interval(whole, resampled[outside], resampled[^(outside + 1)]);
    }
}
