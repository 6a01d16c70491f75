using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Dynamics.TailIndices;

/// <summary>
/// Tail index α of noise: how heavy its tails are. Sums of m values that follow an α-stable law grow like m^(1/α): α = 2 for normal
/// noise, 1 for Cauchy noise, less for still heavier tails. Estimator of Mohammadi, Mohammadpour and Ogata (2015).
/// </summary>
public static class TailIndex
{
    // Keeps the logarithm of an exact zero finite; about the relative precision of double, as in the study.
    internal const double LogFloor = 2.2e-16;

    /// <summary>
    /// 1/α = (mean log(‖Y‖+ε) - mean log(‖X‖+ε)) / log m, where Y are the sums of m consecutive samples X.
    /// </summary>
    /// <param name="samples">(N, dimension) centered samples, row by row.</param>
    /// <param name="dimension">Values of a sample, at least 1: 1 to pool coordinates, more to use the norms of vectors.</param>
    /// <param name="groupSize">m, from 2 to N; see <see cref="GroupSize"/>. The last N mod m samples, which fill no group, are left
    /// out.</param>
    /// <returns>α. It is an estimate, not confined to 0..2: positive, or NaN where there is nothing to estimate, because all samples are 0
    /// or their sums are no larger than single ones.</returns>
    /// <exception cref="ArgumentException">The dimension is not positive, does not divide the samples, the group size is out of range, or
    /// a sample is not finite.</exception>
    public static double Estimate<T>(ReadOnlySpan<T> samples, int dimension, int groupSize) where T
        : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (dimension < 1 || samples.Length % dimension != 0)
            throw new ArgumentException($"dimension is {dimension}; expected a divisor of the number of values, {samples.Length}",
                nameof(dimension));
        int count = samples.Length / dimension;
        if (groupSize < 2 || groupSize > count)
            throw new ArgumentException($"groupSize is {groupSize}; expected 2 to {count}, the number of samples", nameof(groupSize));
        TailSamples.RequireFinite(samples);
        int groups = count / groupSize;
        double largest = LargestMagnitude(samples[..(groups * groupSize * dimension)]);
        if (largest == 0)
            return double.NaN;
        double scale = ScaleOf(largest);
        double[] sum = new double[dimension];
        double logSingles = 0, logSums = 0;
        for (int group = 0; group < groups; group++)
        {
            Array.Clear(sum);
            for (int i = group * groupSize; i < (group + 1) * groupSize; i++)
                logSingles += LogNormAndAdd(samples.Slice(i * dimension, dimension), scale, sum);
            logSums += Math.Log(Norm(sum) + LogFloor);
        }
        return OfGrowth(groupSize, logSums / groups - logSingles / ((double)groups * groupSize));
    }

    /// <summary>
    /// <see cref="Estimate"/> of single numbers, with its 95 % interval for independent samples of a symmetric stable law around 0: the
    /// logarithm of such a number has the variance π²/6·(1/α² + 1/2), and the sums Y are as many independent ones. Of samples around their
    /// own mean over runs or mini-batches the interval is too narrow where α is 1.5 or less (docs/tail-index.md).
    /// </summary>
    /// <param name="samples">(N) samples.</param>
    /// <param name="groupSize">m, from 2 to N; see <see cref="GroupSize"/>.</param>
    /// <returns>α; without an interval where its ends cannot be told, because there are too few sums.</returns>
    /// <exception cref="ArgumentException">The group size is out of range, or a sample is not finite.</exception>
    public static IntervalEstimate EstimateInterval<T>(ReadOnlySpan<T> samples, int groupSize) where T
        : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double alpha = Estimate(samples, 1, groupSize), inverse = 1 / alpha;
        double sides = CenteredInterval.Sides * Math.PI / Math.Sqrt(6.0 * (samples.Length / groupSize)) / Math.Log(groupSize);
        // (1/α - b)² = sides²·(b² + 1/2) has the interval's ends as its solutions b.
        double square = sides * sides, root = Math.Sqrt(inverse * inverse - (1 - square) * (inverse * inverse - square / 2));
        double low = (inverse - root) / (1 - square), high = (inverse + root) / (1 - square);
        return square < 1 && low > 0 ? new IntervalEstimate(alpha, 1 / high, 1 / low) : new IntervalEstimate(alpha, double.NaN, double.NaN);
    }

    /// <summary>α from the growth of the logarithms from single samples to sums of <paramref name="groupSize"/>.</summary>
    /// <returns>NaN where sums are no larger than single samples, or a number is not finite.</returns>
    internal static double OfGrowth(int groupSize, double growth) =>
        growth > 0 && double.IsFinite(growth) ? Math.Log(groupSize) / growth : double.NaN;

    /// <summary>
    /// What samples are multiplied by before <see cref="LogFloor"/> is added: 1 for samples of usual sizes, so that numbers stay the
    /// study's; else the power of 2 that brings the largest near 1, so that the estimate does not depend on the scale.
    /// </summary>
    /// <param name="largest">The largest magnitude, positive and finite.</param>
    internal static double ScaleOf(double largest)
    {
        const int usual = 30, most = 1000; // binary digits
        int exponent = Math.ILogB(largest);
        return Math.Abs(exponent) <= usual ? 1 : Math.ScaleB(1, Math.Clamp(-exponent, -most, most));
    }

    /// <summary>
    /// The group size of the study, the largest divisor m ≤ √N of N, unless that is less than half of √N (for a prime number it is 1):
    /// then ⌊√N⌋, and <see cref="Estimate"/> drops the remainder, fewer than √N samples.
    /// </summary>
    /// <param name="count">N, at least 4.</param>
    /// <returns>m, at least 2.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 4 samples.</exception>
    public static int GroupSize(int count)
    {
        if (count < 4)
            throw new ArgumentOutOfRangeException(nameof(count), $"count is {count}; expected at least 4 samples");
        int root = (int)Math.Sqrt(count), size = root;
        while (count % size != 0)
            size--;
        return size >= 2 && 2 * size >= root ? size : root;
    }

    /// <summary>
    /// The median of <see cref="Estimate"/> over several group sizes: for parameters over many runs or iterations, of which there are too
    /// few for one size to be trusted (Simsekli, Sagun and Gurbuzbalaban 2019 take the median likewise).
    /// </summary>
    /// <param name="samples">(N, dimension) samples, row by row.</param>
    /// <param name="dimension">Values of a sample, at least 1.</param>
    /// <returns>α, or of an even number of sizes the mean of the middle two; NaN where one of these is no number.</returns>
    /// <exception cref="ArgumentException">The dimension does not divide the samples, there are fewer than 4 of them, or one is not
    /// finite.</exception>
    public static double MedianEstimate<T>(ReadOnlySpan<T> samples, int dimension) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (dimension < 1 || samples.Length % dimension != 0)
            throw new ArgumentException($"dimension is {dimension}; expected a divisor of the number of values, {samples.Length}",
                nameof(dimension));
        var estimates = new List<double>();
        foreach (int size in GroupSizes(samples.Length / dimension))
            estimates.Add(Estimate(samples, dimension, size) is var alpha && double.IsNaN(alpha) ? double.PositiveInfinity : alpha);
        estimates.Sort();
        double median = (estimates[(estimates.Count - 1) / 2] + estimates[estimates.Count / 2]) / 2;
        return double.IsFinite(median) ? median : double.NaN;
    }

    /// <summary>
    /// The group sizes of <see cref="MedianEstimate"/>: from about N^(1/4), but at least 2, to √N, each about √2 times the one before.
    /// </summary>
    /// <param name="count">N, at least 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer than 4 samples.</exception>
    public static ImmutableArray<int> GroupSizes(int count)
    {
        if (count < 4)
            throw new ArgumentOutOfRangeException(nameof(count), $"count is {count}; expected at least 4 samples");
        double root = Math.Sqrt(count);
        var sizes = new SortedSet<int>();
        for (double size = root; size >= Math.Max(2, Math.Sqrt(root)); size /= Math.Sqrt(2))
            sizes.Add((int)Math.Round(size));
        return [.. sizes];
    }

    private static double LargestMagnitude<T>(ReadOnlySpan<T> samples) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = T.Zero;
        foreach (T sample in samples)
            largest = T.Max(largest, T.Abs(sample));
        return double.CreateChecked(largest);
    }

    private static double LogNormAndAdd<T>(ReadOnlySpan<T> sample, double scale, Span<double> sum)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double squares = 0;
        for (int j = 0; j < sample.Length; j++)
        {
            double value = scale * double.CreateChecked(sample[j]);
            sum[j] += value;
            squares += value * value;
        }
        return Math.Log(Math.Sqrt(squares) + LogFloor);
    }

    private static double Norm(ReadOnlySpan<double> vector)
    {
        double squares = 0;
        foreach (double value in vector)
            squares += value * value;
        return Math.Sqrt(squares);
    }
}
