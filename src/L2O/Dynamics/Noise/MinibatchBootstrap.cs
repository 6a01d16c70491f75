using L2O.Numerics;
using MathNet.Numerics.Statistics;

namespace L2O.Dynamics.Noise;

/// <summary>
/// 95 % intervals of numbers that were estimated from mini-batches, by drawing whole mini-batches with replacement (Efron 1979): the
/// coordinates of one mini-batch depend on each other and must stay together. The draws are fixed by the random stream and the same for
/// every estimate.
/// </summary>
internal sealed class MinibatchBootstrap
{
    private const double Tail = 0.025;

    private readonly int[][] _weights; // (resample)(mini-batch): how often it was drawn

    /// <summary>Draws the resamples.</summary>
    /// <param name="count">Mini-batches, positive.</param>
    /// <param name="resamples">How many times as many are drawn, at least 40, so that the interval's ends are not the extremes.</param>
    /// <param name="rng">Source of the draws.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public MinibatchBootstrap(int count, int resamples, Rng rng)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(rng);
        if (resamples < 40)
            throw new ArgumentOutOfRangeException(nameof(resamples), $"resamples is {resamples}; expected at least 40");
        _weights = new int[resamples][];
        for (int resample = 0; resample < resamples; resample++)
        {
            int[] weights = _weights[resample] = new int[count];
            for (int draw = 0; draw < count; draw++)
                weights[rng.NextInt(count)]++;
        }
    }

    /// <summary>An estimate with its interval, the middle 95 % of what the resamples give.</summary>
    /// <param name="statistic">The estimate from each mini-batch's weight; the estimate itself is that of all ones.</param>
    /// <returns>Without an interval if it is no number, or a resample gives none.</returns>
    public IntervalEstimate Estimate(Func<int[], double> statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        int[] ones = new int[_weights[0].Length];
        Array.Fill(ones, 1);
        double[] values = [.. _weights.Select(statistic)];
        double value = statistic(ones);
        if (double.IsNaN(value) || values.Any(double.IsNaN))
            return new IntervalEstimate(value, double.NaN, double.NaN);
        Array.Sort(values);
        return new IntervalEstimate(value, At(values, Tail), At(values, 1 - Tail));
    }

    /// <summary>The standard deviation of what the resamples give; NaN if one gives no number.</summary>
    /// <param name="statistic">From each mini-batch's weight.</param>
    public double Deviation(Func<int[], double> statistic)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        return _weights.Select(statistic).StandardDeviation();
    }

    private static double At(double[] sorted, double share) => SortedArrayStatistics.QuantileCustom(sorted, share, QuantileDefinition.R7);
}
