using L2O.Numerics;

namespace L2O.Studies.Paper.Claims;

/// <summary>
/// Percentile intervals of statistics over a few runs (Efron, "Bootstrap methods: another look at the jackknife", 1979). Runs are resampled
/// whole, so that what two optimizers did in the same run (same starting parameters, same batches) stays together. Up to six runs all
/// resamples are gone through, so there is nothing random; with three runs the 95 % interval reaches from the least to the greatest
/// resample, which is where a single run stands for all three.
/// </summary>
internal static class RunBootstrap
{
    private const double Level = 0.95;
    private const int MostEnumerated = 6; // 6^6 = 46,656 resamples
    private const int Draws = 10_000;

    /// <summary>The mean over the runs.</summary>
    public static RunInterval Mean(RunValues values) =>
        Of(values.Runs.Count, places => places.Average(place => values[values.Runs[place]]));

    /// <summary>The mean of one quantity over the mean of another, in the runs that have both.</summary>
    public static RunInterval Ratio(RunValues above, RunValues below)
    {
        int[] runs = [.. above.Runs.Intersect(below.Runs)];
        return Of(runs.Length, places => places.Average(place => above[runs[place]]) / places.Average(place => below[runs[place]]));
    }

    /// <summary>A statistic with its interval.</summary>
    /// <param name="runs">Number of runs.</param>
    /// <param name="statistic">From the places of the runs in a resample, 0 to <paramref name="runs"/> - 1 each, to the statistic.</param>
    public static RunInterval Of(int runs, Func<int[], double> statistic)
    {
        if (runs == 0)
            throw new MissingResultException("the optimizers that are compared have no run in common");
        double value = statistic([.. Enumerable.Range(0, runs)]);
        if (runs == 1)
            return new RunInterval(value, double.NaN, double.NaN);
        double[] resampled = [.. (runs <= MostEnumerated ? All(runs) : Drawn(runs)).Select(statistic)];
        if (resampled.Any(double.IsNaN))
            return new RunInterval(value, double.NaN, double.NaN);
        Array.Sort(resampled);
        int outside = (int)((1 - Level) / 2 * resampled.Length);
        return new RunInterval(value, resampled[outside], resampled[^(outside + 1)]);
    }

    private static IEnumerable<int[]> All(int runs)
    {
        int[] places = new int[runs];
        while (true)
        {
            yield return places;
            int last = runs - 1;
            while (last >= 0 && ++places[last] == runs)
                places[last--] = 0;
            if (last < 0)
                yield break;
        }
    }

    private static IEnumerable<int[]> Drawn(int runs)
    {
        var rng = new Rng(seed: 1);
        int[] places = new int[runs];
        for (int draw = 0; draw < Draws; draw++)
        {
            for (int i = 0; i < runs; i++)
                places[i] = rng.NextInt(runs);
            yield return places;
        }
    }
}
