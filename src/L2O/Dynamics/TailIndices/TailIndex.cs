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
    /// <param name="samples">(N, dimension) centered samples, row by row; all finite.</param>
    /// <param name="dimension">Values of a sample, at least 1: 1 to pool coordinates, more to use the norms of vectors.</param>
    /// <param name="groupSize">m, from 2 to N; see <see cref="GroupSize"/>. The last N mod m samples, which fill no group, are left
    /// out.</param>
    /// <returns>α. It is an estimate, not confined to 0..2: infinite if sums are as large as single samples, negative if they are
    /// smaller.</returns>
    /// <exception cref="ArgumentException">The dimension is not positive, does not divide the samples, or the group size is out of
    /// range.</exception>
    public static double Estimate<T>(ReadOnlySpan<T> samples, int dimension, int groupSize) where T
        : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (dimension < 1 || samples.Length % dimension != 0)
            throw new ArgumentException($"dimension is {dimension}; expected a divisor of the number of values, {samples.Length}",
                nameof(dimension));
        int count = samples.Length / dimension;
        if (groupSize < 2 || groupSize > count)
            throw new ArgumentException($"groupSize is {groupSize}; expected 2 to {count}, the number of samples", nameof(groupSize));
        int groups = count / groupSize;
        double[] sum = new double[dimension];
        double logSingles = 0, logSums = 0;
        for (int group = 0; group < groups; group++)
        {
            Array.Clear(sum);
            for (int i = group * groupSize; i < (group + 1) * groupSize; i++)
                logSingles += LogNormAndAdd(samples.Slice(i * dimension, dimension), sum);
            logSums += Math.Log(Norm(sum) + LogFloor);
        }
        return Math.Log(groupSize) / (logSums / groups - logSingles / ((double)groups * groupSize));
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
    /// <param name="samples">(N, dimension) samples, row by row; all finite.</param>
    /// <param name="dimension">Values of a sample, at least 1.</param>
    /// <returns>α, or of an even number of sizes the mean of the middle two.</returns>
    /// <exception cref="ArgumentException">The dimension does not divide the samples, or there are fewer than 4 of them.</exception>
    public static double MedianEstimate<T>(ReadOnlySpan<T> samples, int dimension) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (dimension < 1 || samples.Length % dimension != 0)
            throw new ArgumentException($"dimension is {dimension}; expected a divisor of the number of values, {samples.Length}",
                nameof(dimension));
        var estimates = new List<double>();
        foreach (int size in GroupSizes(samples.Length / dimension))
            estimates.Add(Estimate(samples, dimension, size));
        estimates.Sort();
        return (estimates[(estimates.Count - 1) / 2] + estimates[estimates.Count / 2]) / 2;
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

    private static double LogNormAndAdd<T>(ReadOnlySpan<T> sample, Span<double> sum) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double squares = 0;
        for (int j = 0; j < sample.Length; j++)
        {
            double value = double.CreateChecked(sample[j]);
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
