namespace L2O.Studies.Yardstick.Scores;

/// <summary>Means that a few odd values do not rule.</summary>
internal static class RobustMean
{
    private const double Trimmed = 0.25;

    /// <summary>
    /// The mean of the middle half: a quarter of the values, rounded down, is left out at either end (Agarwal et al. 2021, "Deep
    /// reinforcement learning at the edge of the statistical precipice"). NaN is left out before; NaN where nothing is left.
    /// </summary>
    /// <param name="values">In any order.</param>
    public static double Interquartile(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(static value => !double.IsNaN(value)).Order()];
        int cut = (int)(Trimmed * sorted.Length);
        return sorted.Length == 0 ? double.NaN : sorted[cut..^cut].Average();
    }

    /// <summary>The middle value, or the mean of the two middle ones. NaN, which stands for a divergence, counts as infinite.</summary>
    /// <param name="values">At least one, in any order.</param>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Select(static value => double.IsNaN(value) ? double.PositiveInfinity : value).Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
