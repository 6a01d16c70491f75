namespace L2O.Studies.Paper.Claims;

/// <summary>One quantity in each of several runs.</summary>
/// <param name="byRun">From the run's number to the value.</param>
internal sealed class RunValues(IReadOnlyDictionary<int, double> byRun)
{
    /// <summary>The runs that have it, ascending.</summary>
    public IReadOnlyList<int> Runs { get; } = [.. byRun.Keys.Order()];

    /// <summary>The value of a run.</summary>
    public double this[int run] => byRun[run];

    /// <summary>The first run alone.</summary>
    public RunValues First => new(new Dictionary<int, double> { [Runs[0]] = this[Runs[0]] });

    /// <summary>Another value for each run, from those of both in it; runs that one of them lacks are left out.</summary>
    public RunValues With(RunValues other, Func<double, double, double> combine) =>
        new(Runs.Intersect(other.Runs).ToDictionary(static run => run, run => combine(this[run], other[run])));
}
