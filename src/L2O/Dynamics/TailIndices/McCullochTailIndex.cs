using System.Numerics;
using MathNet.Numerics.Statistics;

namespace L2O.Dynamics.TailIndices;

/// <summary>
/// Tail index by McCulloch's quantiles ("Simple consistent estimators of stable distribution parameters", Communications in Statistics 15,
/// 1986): the width of the middle 90 % over that of the middle half tells α of a stable law, given the skewness, which quantiles tell too.
/// It looks at the middle of the distribution: single extreme values do not move it, and what it says of the tails holds for stable laws
/// alone.
/// </summary>
internal static class McCullochTailIndex
{
    // The paper's table III, α as a function of the two ratios. In between: linear in the logarithm of the first ratio and in the second.
    private static readonly double[] s_widthRatios = [2.439, 2.5, 2.6, 2.7, 2.8, 3, 3.2, 3.5, 4, 5, 6, 8, 10, 15, 25];
    private static readonly double[] s_skewRatios = [0, 0.1, 0.2, 0.3, 0.5, 0.7, 1];
    private static readonly double[] s_alpha =
    [
        2.000, 2.000, 2.000, 2.000, 2.000, 2.000, 2.000,
        1.916, 1.924, 1.924, 1.924, 1.924, 1.924, 1.924,
        1.808, 1.813, 1.829, 1.829, 1.829, 1.829, 1.829,
        1.729, 1.730, 1.737, 1.745, 1.745, 1.745, 1.745,
        1.664, 1.663, 1.663, 1.668, 1.676, 1.676, 1.676,
        1.563, 1.560, 1.553, 1.548, 1.547, 1.547, 1.547,
        1.484, 1.480, 1.471, 1.460, 1.448, 1.438, 1.438,
        1.391, 1.386, 1.378, 1.364, 1.337, 1.318, 1.318,
        1.279, 1.273, 1.266, 1.250, 1.210, 1.184, 1.150,
        1.128, 1.121, 1.114, 1.101, 1.067, 1.027, 0.973,
        1.029, 1.021, 1.014, 1.004, 0.974, 0.935, 0.874,
        0.896, 0.892, 0.887, 0.883, 0.855, 0.823, 0.769,
        0.818, 0.812, 0.806, 0.801, 0.780, 0.756, 0.691,
        0.698, 0.695, 0.692, 0.689, 0.676, 0.656, 0.597,
        0.593, 0.590, 0.588, 0.586, 0.579, 0.563, 0.513,
    ];

    /// <summary>The shares of the five quantiles, in the order in which they are handed over.</summary>
    public static ReadOnlySpan<double> Shares => [0.05, 0.25, 0.5, 0.75, 0.95];

    /// <summary>α from samples.</summary>
    /// <param name="samples">At least 20.</param>
    /// <param name="isSymmetric">Whether the law is known to have no skewness.</param>
    /// <exception cref="ArgumentException">There are fewer than 20 samples, or one is not finite.</exception>
    public static double Estimate<T>(ReadOnlySpan<T> samples, bool isSymmetric = false) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (samples.Length < 20)
            throw new ArgumentException($"{samples.Length} samples; expected at least 20 for the quantiles at 5 and 95 %", nameof(samples));
        TailSamples.RequireFinite(samples);
        double[] sorted = new double[samples.Length];
        for (int i = 0; i < sorted.Length; i++)
            sorted[i] = double.CreateChecked(samples[i]);
        Array.Sort(sorted);
        Span<double> quantiles = stackalloc double[Shares.Length];
        for (int i = 0; i < quantiles.Length; i++) // R5: the i-th smallest of N stands for the share (i - 1/2)/N, as in the paper
            quantiles[i] = SortedArrayStatistics.QuantileCustom(sorted, Shares[i], QuantileDefinition.R5);
        return FromQuantiles(quantiles, isSymmetric);
    }

    /// <summary>α from quantiles.</summary>
    /// <param name="quantiles">(5) at the <see cref="Shares"/>.</param>
    /// <param name="isSymmetric">Whether the law is known to have no skewness.</param>
    /// <returns>NaN if the middle half has no width, or a quantile is not finite.</returns>
    /// <exception cref="ArgumentException">There are not five.</exception>
    public static double FromQuantiles(ReadOnlySpan<double> quantiles, bool isSymmetric = false)
    {
        if (quantiles.Length != Shares.Length)
            throw new ArgumentException($"{quantiles.Length} quantiles; expected {Shares.Length}", nameof(quantiles));
        double width = quantiles[4] - quantiles[0], middle = quantiles[3] - quantiles[1];
        if (!(middle > 0) || !double.IsFinite(width))
            return double.NaN;
        double skew = isSymmetric ? 0 : Math.Abs((quantiles[4] + quantiles[0] - 2 * quantiles[2]) / width);
        return Alpha(width / middle, Math.Min(skew, 1));
    }

    /// <summary>
    /// α from the two ratios. Beyond the table's last row, 25, where the quantile at share p of a law with tails p^(-1/α) gives the ratio
    /// growth of 5^(1/α), 1/α goes on linearly in the ratio's logarithm; the paper's table ends there.
    /// </summary>
    private static double Alpha(double widthRatio, double skewRatio)
    {
        double last = s_widthRatios[^1];
        if (widthRatio > last)
            return 1 / (1 / Alpha(last, skewRatio) + Math.Log(widthRatio / last) / Math.Log(5));
        (int row, double down) = Locate(s_widthRatios, Math.Max(widthRatio, s_widthRatios[0]),
            static (low, high, x) => Math.Log(x / low) / Math.Log(high / low));
        (int column, double right) = Locate(s_skewRatios, skewRatio, static (low, high, x) => (x - low) / (high - low));
        double upper = Between(Entry(row, column), Entry(row, column + 1), right),
            lower = Between(Entry(row + 1, column), Entry(row + 1, column + 1), right);
        return Between(upper, lower, down);
    }

    private static (int Index, double Fraction) Locate(double[] grid, double x, Func<double, double, double, double> fraction)
    {
        int index = 0;
        while (index < grid.Length - 2 && x >= grid[index + 1])
            index++;
        return (index, fraction(grid[index], grid[index + 1], x));
    }

    private static double Entry(int row, int column) => s_alpha[row * s_skewRatios.Length + column];

    private static double Between(double low, double high, double fraction) => low + fraction * (high - low);
}
