using System.Collections.Immutable;
using L2O.Optimizers.Wrappers;

namespace L2O.MetaTesting;

/// <summary>
/// How a baseline's learning rate is searched (docs/mathematics.md section 7): every rate of a grid is tried in some runs.
/// </summary>
public sealed record LearningRateSearchSettings
{
    private const int MostDecades = 2;

    /// <summary>Settings of a search; the defaults are the study's, but for a winner at the end of its grid.</summary>
    /// <param name="rates">The grid, ascending, each rate positive; null means <see cref="LearningRateSearch.Grid"/>.</param>
    /// <param name="runs">Runs of each rate, 1 or more.</param>
    /// <param name="iterations">Steps of each run, 1 or more; null means half of those of a test run.</param>
    /// <param name="extendDecades">How far beyond its ends the grid is extended, until the winner is inside: 0 to 2 decades; null means 2
    /// for the study's grid and 0 for another one.</param>
    /// <param name="schedules">Schedules of the rate, each once, all of which are tried with every rate for baselines that say none of
    /// their own; null leaves the rate constant.</param>
    /// <exception cref="ArgumentException">The grid is empty, not ascending or has a rate that is not positive, or there are no
    /// schedules, or one twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LearningRateSearchSettings(ImmutableArray<double>? rates = null, int runs = 3, int? iterations = null,
        int? extendDecades = null, ImmutableArray<ScheduleKind>? schedules = null)
    {
        if (schedules is { } kinds && (kinds.IsDefaultOrEmpty || kinds.Distinct().Count() != kinds.Length
            || !kinds.All(Enum.IsDefined)))
            throw new ArgumentException(
                $"schedules are [{(kinds.IsDefault ? "" : string.Join(", ", kinds))}]; expected at least one of "
                + $"{string.Join(", ", Schedule.KindNames)}, each once", nameof(schedules));
        Rates = rates is { IsDefault: false } given ? given : LearningRateSearch.Grid;
        if (Rates.Length == 0 || Rates.Any(static rate => !(rate > 0 && double.IsFinite(rate)))
            || Rates.Zip(Rates.Skip(1)).Any(static pair => pair.First >= pair.Second))
            throw new ArgumentException($"rates are [{string.Join(", ", Rates)}]; expected at least one, ascending and positive",
                nameof(rates));
        if (runs < 1)
            throw new ArgumentOutOfRangeException(nameof(runs), $"runs is {runs}; expected 1 or more");
        if (iterations < 1)
            throw new ArgumentOutOfRangeException(nameof(iterations), $"iterations is {iterations}; expected 1 or more");
        if (extendDecades is < 0 or > MostDecades)
            throw new ArgumentOutOfRangeException(nameof(extendDecades),
                $"extendDecades is {extendDecades}; expected 0 to {MostDecades}");
        (Runs, Iterations, ExtendDecades, Schedules) = (runs, iterations, extendDecades, schedules);
    }

    /// <summary>The grid, ascending.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>Runs of each rate.</summary>
    public int Runs { get; }

    /// <summary>Steps of each run; null means half of those of a test run.</summary>
    public int? Iterations { get; }

    /// <summary>How far the grid is extended; null leaves it to the grid.</summary>
    public int? ExtendDecades { get; }

    /// <summary>Schedules that are tried with every rate; null leaves the rate constant.</summary>
    public ImmutableArray<ScheduleKind>? Schedules { get; }

    /// <summary>Decades by which the grid is extended at most.</summary>
    internal int Decades => ExtendDecades ?? (Rates.SequenceEqual(LearningRateSearch.Grid) ? MostDecades : 0);

    /// <summary>Whether all settings are equal, the rates one by one.</summary>
    public bool Equals(LearningRateSearchSettings? other) =>
        other is not null && Rates.SequenceEqual(other.Rates)
        && (Runs, Iterations, ExtendDecades) == (other.Runs, other.Iterations, other.ExtendDecades)
        && (Schedules ?? []).SequenceEqual(other.Schedules ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rates.Length, Runs, Iterations);
}
