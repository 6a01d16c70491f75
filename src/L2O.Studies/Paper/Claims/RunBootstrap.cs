using L2O.Numerics;

namespace L2O.Studies.Paper.Claims;

/// <summary>
/// Percentile intervals of statistics over a few meta-trainings and a few test runs of each (Efron, "Bootstrap methods: another look at the
/// jackknife", 1979). A resample draws meta-trainings first, then runs, with replacement. All meta-trainings make the same test runs (same
/// starting parameters, same batches), so the two are crossed, and one draw of runs serves all meta-trainings of a resample (Owen, "The
/// pigeonhole bootstrap", 2007): runs drawn for each meta-training apart would average away what a run has in common in all of them. What
/// several optimizers did in the same run, or came to from the same start, stays together.
/// </summary>
/// <remarks>
/// Few resamples are gone through one by one, so there is nothing random; with three runs the 95 % interval reaches from the least to the
/// greatest resample, which is where a single run stands for all three.
/// </remarks>
internal static class RunBootstrap
{
    private const double Level = 0.95;
    private const int MostEnumerated = 46_656; // all resamples of six runs
    private const int Draws = 10_000;

    /// <summary>The mean over the runs.</summary>
    public static RunInterval Mean(RunValues values) => Of(values.Starts, values.Runs, values.Mean);

    /// <summary>The mean of one quantity over the mean of another, in the runs and meta-trainings that have both.</summary>
    public static RunInterval Ratio(RunValues above, RunValues below) => Of(
        RunValues.Common(above.Starts, below.Starts), [.. above.Runs.Intersect(below.Runs)],
        (starts, runs) => above.Mean(starts, runs) / below.Mean(starts, runs),
        needsStarts: above.Starts.Count > 0 || below.Starts.Count > 0);

    private static RunInterval Of(IReadOnlyList<int> starts, IReadOnlyList<int> runs,
        Func<IReadOnlyList<int>, IReadOnlyList<int>, double> statistic, bool needsStarts = false)
    {
        if (runs.Count == 0 || (needsStarts && starts.Count == 0))
            throw new MissingResultException("the optimizers that are compared have no run in common");
        double value = statistic(starts, runs);
        var spreads = new RunInterval(value, double.NaN, double.NaN)
        {
            Starts = starts.Count,
            StartSpread = Deviation([.. starts.Select(start => statistic([start], runs))]),
            RunSpread = Deviation([.. runs.Select(run => statistic(starts, [run]))]),
        };
        if (runs.Count == 1 && starts.Count <= 1)
            return spreads;
        double[] resampled = [.. Resamples(starts, runs).Select(draw => statistic(draw.Starts, draw.Runs))];
        if (resampled.Any(double.IsNaN))
            return spreads;
        Array.Sort(resampled);
        int outside = (int)((1 - Level) / 2 * resampled.Length);
        return spreads with { Low = resampled[outside], High = resampled[^(outside + 1)] };
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Length > 1 ? values.Average() : double.NaN;
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    private static IEnumerable<(int[] Starts, int[] Runs)> Resamples(IReadOnlyList<int> starts, IReadOnlyList<int> runs)
    {
        double all = Math.Pow(starts.Count, starts.Count) * Math.Pow(runs.Count, runs.Count);
        if (all <= MostEnumerated)
            return from someStarts in All(starts) from someRuns in All(runs) select (someStarts, someRuns);
        return Drawn(starts, runs);
    }

    private static IEnumerable<int[]> All(IReadOnlyList<int> from)
    {
        int[] places = new int[from.Count];
        while (true)
        {
            yield return [.. places.Select(place => from[place])];
            int last = from.Count - 1;
            while (last >= 0 && ++places[last] == from.Count)
                places[last--] = 0;
            if (last < 0)
                yield break;
        }
    }

    private static IEnumerable<(int[] Starts, int[] Runs)> Drawn(IReadOnlyList<int> starts, IReadOnlyList<int> runs)
    {
        var rng = new Rng(seed: 1);
        int[] someStarts = new int[starts.Count], someRuns = new int[runs.Count];
        for (int draw = 0; draw < Draws; draw++)
        {
            foreach (ref int start in someStarts.AsSpan())
                start = starts[rng.NextInt(starts.Count)];
            foreach (ref int run in someRuns.AsSpan())
                run = runs[rng.NextInt(runs.Count)];
            yield return (someStarts, someRuns);
        }
    }
}
