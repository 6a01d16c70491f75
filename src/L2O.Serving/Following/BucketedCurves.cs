namespace L2O.Serving.Following;

/// <summary>Curves of many runs in few points, and their means over the runs: what a panel for each network shows.</summary>
/// <param name="iterations">Length of the longest run, positive.</param>
internal sealed class BucketedCurves(int iterations)
{
    private const int Shown = 200;

    private readonly int _width = Math.Max(1, (iterations + Shown - 1) / Shown);
    private readonly Dictionary<(string Panel, string Series, int Run), List<(double Sum, int Count)>> _runs = [];

    /// <summary>Changes whenever a value is added.</summary>
    public int Version { get; private set; }

    /// <summary>Number of runs that have at least one value.</summary>
    public int Runs => _runs.Count;

    /// <summary>The panels' names, sorted.</summary>
    public IEnumerable<string> Panels => _runs.Keys.Select(static key => key.Panel).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Adds a value; iterations of a run come in order.</summary>
    public void Add(string panel, string series, int run, int iteration, double value)
    {
        Version++;
        if (!_runs.TryGetValue((panel, series, run), out List<(double Sum, int Count)>? buckets))
            _runs.Add((panel, series, run), buckets = []);
        int bucket = Math.Max(0, iteration - 1) / _width;
        while (buckets.Count <= bucket)
            buckets.Add((0, 0));
        if (double.IsFinite(value))
            buckets[bucket] = (buckets[bucket].Sum + value, buckets[bucket].Count + 1);
    }

    /// <summary>
    /// The means over the runs of each series in a panel. Where a run ends early, the mean ends: without that run it would look better than
    /// it is.
    /// </summary>
    /// <returns>Sorted by name: name, number of runs, how many of them ended early, and the points: iteration, mean over the
    /// runs.</returns>
    public IEnumerable<(string Series, int Runs, int EndedEarly, IReadOnlyList<double[]> Points)> Means(string panel)
    {
        List<IGrouping<string, List<(double Sum, int Count)>>> series = [.. _runs.Where(run => run.Key.Panel == panel)
            .GroupBy(static run => run.Key.Series, static run => run.Value).OrderBy(static group => group.Key, StringComparer.Ordinal)];
        int longest = series.Max(static group => group.Max(static run => run.Count));
        foreach (IGrouping<string, List<(double Sum, int Count)>> group in series)
        {
            int end = group.Min(static run => run.Count);
            var points = new List<double[]>(end);
            for (int bucket = 0; bucket < end; bucket++)
            {
                double mean = group.Average(run => run[bucket].Sum / run[bucket].Count);
                if (double.IsFinite(mean))
                    points.Add([Math.Min(iterations, bucket * _width + (_width + 1) / 2.0), mean]);
            }
            yield return (group.Key, group.Count(), group.Count(run => run.Count < longest), points);
        }
    }
}
