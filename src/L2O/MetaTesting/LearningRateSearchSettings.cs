using System.Collections.Immutable;

namespace L2O.MetaTesting;

/// <summary>
/// How a baseline's learning rate is searched (docs/mathematics.md section 7): every rate of a grid is tried in some runs.
/// </summary>
public sealed record LearningRateSearchSettings
{
    /// <summary>Settings of a search; the defaults are the study's.</summary>
    /// <param name="rates">The grid, ascending, each rate positive; null means <see cref="LearningRateSearch.Grid"/>.</param>
    /// <param name="runs">Runs of each rate, 1 or more.</param>
    /// <param name="iterations">Steps of each run, 1 or more; null means half of those of a test run.</param>
    /// <exception cref="ArgumentException">The grid is empty, not ascending or has a rate that is not positive.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LearningRateSearchSettings(ImmutableArray<double>? rates = null, int runs = 3, int? iterations = null)
    {
        Rates = rates is { IsDefault: false } given ? given : LearningRateSearch.Grid;
        if (Rates.Length == 0 || Rates.Any(static rate => !(rate > 0 && double.IsFinite(rate)))
            || Rates.Zip(Rates.Skip(1)).Any(static pair => pair.First >= pair.Second))
            throw new ArgumentException($"rates are [{string.Join(", ", Rates)}]; expected at least one, ascending and positive",
                nameof(rates));
        if (runs < 1)
            throw new ArgumentOutOfRangeException(nameof(runs), $"runs is {runs}; expected 1 or more");
        if (iterations < 1)
            throw new ArgumentOutOfRangeException(nameof(iterations), $"iterations is {iterations}; expected 1 or more");
        (Runs, Iterations) = (runs, iterations);
    }

    /// <summary>The grid, ascending.</summary>
    public ImmutableArray<double> Rates { get; }

    /// <summary>Runs of each rate.</summary>
    public int Runs { get; }

    /// <summary>Steps of each run; null means half of those of a test run.</summary>
    public int? Iterations { get; }

    /// <summary>Whether all settings are equal, the rates one by one.</summary>
    public bool Equals(LearningRateSearchSettings? other) =>
        other is not null && Rates.SequenceEqual(other.Rates) && (Runs, Iterations) == (other.Runs, other.Iterations);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Rates.Length, Runs, Iterations);
}
