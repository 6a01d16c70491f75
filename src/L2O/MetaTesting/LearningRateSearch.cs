using System.Collections.Immutable;

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
}
