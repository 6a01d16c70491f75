using MathNet.Numerics.Statistics;

namespace L2O.Numerics;

/// <summary>Spearman's rank correlation: Pearson's of the ranks, equal values sharing their mean rank.</summary>
internal static class RankCorrelation
{
    private const int FewestPoints = 3;

    /// <summary>The correlation, -1..1; NaN for fewer than three points or where one side is constant.</summary>
    /// <param name="first">Finite values.</param>
    /// <param name="second">As many.</param>
    /// <exception cref="ArgumentException">There are not as many.</exception>
    public static double Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        if (first.Count != second.Count)
            throw new ArgumentException($"{second.Count} values; expected as many as there are on the other side, {first.Count}",
                nameof(second));
        return first.Count < FewestPoints ? double.NaN : Correlation.Spearman(first, second);
    }
}
