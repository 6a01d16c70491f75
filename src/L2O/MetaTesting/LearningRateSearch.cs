using System.Collections.Immutable;
using System.Globalization;

namespace L2O.MetaTesting;

/// <summary>
/// The study's search for a baseline's learning rate (docs/mathematics.md section 7): a grid, the smallest summed training loss wins.
/// </summary>
internal static class LearningRateSearch
{
    /// <summary>The study's grid.</summary>
    public static ImmutableArray<double> Grid { get; } = [1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1, 0.5, 1, 3];

    /// <summary>Index of the winner: the smallest mean; a rate with a diverged run (NaN or infinite) loses.</summary>
    /// <param name="summedLosses">For each rate the summed losses of its runs.</param>
    /// <returns>The index, or -1 if every rate diverged.</returns>
    public static int Winner(IReadOnlyList<IReadOnlyList<double>> summedLosses)
    {
        ArgumentNullException.ThrowIfNull(summedLosses);
        int winner = -1;
        double least = double.PositiveInfinity;
        for (int rate = 0; rate < summedLosses.Count; rate++)
        {
            double mean = summedLosses[rate].Average();
            if (mean < least) // false for NaN
                (winner, least) = (rate, mean);
        }
        return winner;
    }

    /// <summary>
    /// The rate to try next where the winner lies at the end of those tried, at least twice as far out: the next of 1, 3, 10, 30, ... Where
    /// all rates diverged, a smaller one. Null where the winner lies inside, or the grid has been extended as far as it may be.
    /// </summary>
    /// <param name="tried">All rates tried, ascending.</param>
    /// <param name="winner">Index of the winner among them; -1 where all diverged.</param>
    /// <param name="settings">The grid, and how far it may be extended.</param>
    public static double? Beyond(IReadOnlyList<double> tried, int winner, LearningRateSearchSettings settings)
    {
        ArgumentNullException.ThrowIfNull(tried);
        ArgumentNullException.ThrowIfNull(settings);
        double factor = Math.Pow(10, settings.Decades) * (1 + 1e-9);
        if (winner == tried.Count - 1 && Series(tried[^1]).First(rate => rate >= 2 * tried[^1]) is var up
            && up <= settings.Rates[^1] * factor)
            return up;
        return winner <= 0 && Series(tried[0]).Last(rate => rate <= tried[0] / 2) is var down && down >= settings.Rates[0] / factor
            ? down : null;
    }

    /// <summary>1 and 3 times the powers of ten around a rate, ascending.</summary>
    private static IEnumerable<double> Series(double rate)
    {
        int decade = (int)Math.Floor(Math.Log10(rate));
        for (int exponent = Math.Max(decade - 2, -300); exponent <= Math.Min(decade + 2, 300); exponent++)
            foreach (int digit in (int[])[1, 3])
                yield return double.Parse($"{digit}e{exponent}", CultureInfo.InvariantCulture);
    }
}
