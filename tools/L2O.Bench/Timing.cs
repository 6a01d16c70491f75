using MathNet.Numerics.Statistics;

namespace L2O.Bench;

/// <summary>Wall-clock times of one operation over several repetitions, in seconds.</summary>
/// <param name="Median">Half of the repetitions took less.</param>
/// <param name="LowerQuartile">A quarter of them took less.</param>
/// <param name="UpperQuartile">A quarter of them took more.</param>
/// <param name="Minimum">The fastest one: what the operation takes when nothing disturbs it.</param>
/// <param name="Maximum">The slowest one.</param>
/// <param name="Repetitions">How many there were; each may consist of several operations.</param>
internal sealed record Timing(double Median, double LowerQuartile, double UpperQuartile, double Minimum, double Maximum, int Repetitions)
{
    /// <summary>Summarizes the repetitions.</summary>
    /// <param name="seconds">Seconds an operation, at least one value.</param>
    public static Timing Of(IEnumerable<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        if (sorted.Length == 0)
            throw new ArgumentException("no repetitions; expected at least one", nameof(seconds));
        return new Timing(Quantile(sorted, 0.5), Quantile(sorted, 0.25), Quantile(sorted, 0.75), sorted[0], sorted[^1], sorted.Length);
    }

    /// <summary>The same times in another unit, or for a part of the operation.</summary>
    public Timing Times(double factor) =>
        new(Median * factor, LowerQuartile * factor, UpperQuartile * factor, Minimum * factor, Maximum * factor, Repetitions);

    private static double Quantile(double[] sorted, double share) =>
        SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
}
