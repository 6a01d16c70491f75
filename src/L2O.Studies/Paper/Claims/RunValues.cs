namespace L2O.Studies.Paper.Claims;

/// <summary>
/// One quantity in each of several test runs; of a learned optimizer in those of each of its meta-trainings, all of which made the same
/// test runs.
/// </summary>
internal sealed class RunValues
{
    private readonly IReadOnlyDictionary<TestedRun, double> _values;

    /// <summary>Takes the values.</summary>
    /// <param name="values">Either all with a start, or none.</param>
    public RunValues(IReadOnlyDictionary<TestedRun, double> values)
    {
        _values = values;
        Runs = [.. values.Keys.Select(static key => key.Run).Distinct().Order()];
        Starts = [.. values.Keys.Select(static key => key.Start).OfType<int>().Distinct().Order()];
    }

    /// <summary>The runs that have it, ascending.</summary>
    public IReadOnlyList<int> Runs { get; }

    /// <summary>The meta-trainings that have it, ascending; empty for an optimizer that needs none.</summary>
    public IReadOnlyList<int> Starts { get; }

    /// <summary>The first run alone, of each meta-training.</summary>
    public RunValues First => new(_values.Where(pair => pair.Key.Run == Runs[0]).ToDictionary());

    /// <summary>Another value for each run, from those of both; runs and meta-trainings that one of them lacks are left out.</summary>
    public RunValues With(RunValues other, Func<double, double, double> combine)
    {
        IEnumerable<int?> starts = Common(Starts, other.Starts) is { Count: > 0 } common
            ? common.Select(static start => (int?)start) : [null];
        return new(
            (from start in starts
             from run in Runs.Intersect(other.Runs)
             let mine = Find(start, run)
             let others = other.Find(start, run)
             where mine is not null && others is not null
             select (Key: new TestedRun(start, run), Value: combine(mine.Value, others.Value)))
            .ToDictionary(static pair => pair.Key, static pair => pair.Value));
    }

    /// <summary>Meta-trainings that both have; all of one where the other has none.</summary>
    public static IReadOnlyList<int> Common(IReadOnlyList<int> one, IReadOnlyList<int> other) =>
        one.Count == 0 ? other : other.Count == 0 ? one : [.. one.Intersect(other)];

    /// <summary>Mean over some meta-trainings and some runs of each, both of which may repeat; what is not there is left out.</summary>
    /// <param name="starts">Ignored where there are none.</param>
    /// <param name="runs">Numbers of runs.</param>
    public double Mean(IReadOnlyList<int> starts, IReadOnlyList<int> runs)
    {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < (Starts.Count == 0 ? 1 : starts.Count); i++)
            for (int j = 0; j < runs.Count; j++)
                if (Find(Starts.Count == 0 ? null : starts[i], runs[j]) is { } value)
                    (sum, count) = (sum + value, count + 1);
        return sum / count;
    }

    private double? Find(int? start, int run) =>
        _values.TryGetValue(new TestedRun(Starts.Count == 0 ? null : start, run), out double value) ? value : null;
}
