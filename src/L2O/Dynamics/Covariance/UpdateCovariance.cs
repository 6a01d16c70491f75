using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Dynamics.Covariance;

/// <summary>
/// Size and shape of the covariance of gradients or updates over samples. The n×n matrix is never formed: its trace is a sum of squared
/// distances, and its largest eigenvalue is that of the small Gram matrix.
/// </summary>
internal static class UpdateCovariance
{
    // Columns that are centered and multiplied in one go: memory stays small for any number of coordinates.
    private const int ColumnsPerBlock = 2048;

    /// <summary>Trace around a reference: the mean over the samples of ‖reference - sample‖².</summary>
    /// <param name="samples">(K, n) vectors, row by row, at least one.</param>
    /// <param name="reference">(n) e.g. the vector of the whole data set in one batch.</param>
    /// <exception cref="ArgumentException">The samples are none, or no whole number of vectors.</exception>
    public static double Trace<T>(ReadOnlySpan<T> samples, ReadOnlySpan<T> reference) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = reference.Length, count = CountVectors(samples.Length, n);
        double sum = 0;
        for (int k = 0; k < count; k++)
            sum += SquaredDistance(samples.Slice(k * n, n), reference);
        return sum / count;
    }

    /// <summary>‖sample - reference‖²: what a single sample adds to the trace.</summary>
    /// <param name="sample">(n).</param>
    /// <param name="reference">(n).</param>
    public static double SquaredDistance<T>(ReadOnlySpan<T> sample, ReadOnlySpan<T> reference)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (sample.Length != reference.Length)
            throw new ArgumentException($"vectors of {sample.Length} and {reference.Length} values; expected equal lengths");
        double sum = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            double distance = double.CreateChecked(sample[i]) - double.CreateChecked(reference[i]);
            sum += distance * distance;
        }
        return sum;
    }

    /// <summary>
    /// Largest eigenvalues of C = (1/K)·Σ (x_k - mean)(x_k - mean)ᵀ, largest first. C and the K×K Gram matrix of the centered samples,
    /// divided by K, share all eigenvalues but zeros; the latter is decomposed.
    /// </summary>
    /// <param name="samples">(K, n) vectors, row by row, at least one.</param>
    /// <param name="dimension">n, positive.</param>
    /// <param name="count">How many, positive; fewer are returned if K is smaller.</param>
    /// <returns>Each at least 0; all 0 if all samples are equal, NaN if one is not finite.</returns>
    /// <exception cref="ArgumentException">The samples are none, or no whole number of vectors, or the count is not positive.</exception>
    public static double[] LargestEigenvalues<T>(ReadOnlySpan<T> samples, int dimension, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        int rows = CountVectors(samples.Length, dimension);
        double[] values = SymmetricEigen.Decompose(Gram(samples, rows, dimension), rows).Values;
        return [.. values.Take(count).Select(static value => value < 0 ? 0 : value)]; // below 0 by rounding alone
    }

    /// <summary>The first of <see cref="LargestEigenvalues"/>.</summary>
    /// <param name="samples">(K, n) vectors, row by row, at least one.</param>
    /// <param name="dimension">n, positive.</param>
    /// <exception cref="ArgumentException">The samples are none, or no whole number of vectors.</exception>
    public static double LargestEigenvalue<T>(ReadOnlySpan<T> samples, int dimension) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LargestEigenvalues(samples, dimension, 1)[0];

    private static int CountVectors(int values, int dimension) => dimension > 0 && values > 0 && values % dimension == 0
        ? values / dimension
        : throw new ArgumentException($"{values} values as vectors of {dimension}; expected a positive whole number of vectors");

    /// <summary>(K, K) inner products of the centered rows, divided by K.</summary>
    private static double[] Gram<T>(ReadOnlySpan<T> samples, int count, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] gram = new double[count * count], block = new double[count * Math.Min(n, ColumnsPerBlock)],
            mean = new double[ColumnsPerBlock];
        for (int start = 0; start < n; start += ColumnsPerBlock)
        {
            int width = Math.Min(ColumnsPerBlock, n - start);
            Center(samples, count, n, start, block, mean.AsSpan(0, width));
            for (int a = 0; a < count; a++)
                for (int b = 0; b <= a; b++)
                    gram[a * count + b] += TensorPrimitives.Dot<double>(block.AsSpan(a * width, width), block.AsSpan(b * width, width))
                        / count;
        }
        for (int a = 0; a < count; a++)
            for (int b = 0; b < a; b++)
                gram[b * count + a] = gram[a * count + b];
        return gram;
    }

    /// <summary>Some columns of all samples, each less its mean: (K, width), packed.</summary>
    private static void Center<T>(ReadOnlySpan<T> samples, int count, int n, int start, double[] block, Span<double> mean)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = mean.Length;
        mean.Clear();
        for (int k = 0; k < count; k++)
        {
            Span<double> row = block.AsSpan(k * width, width);
            TensorPrimitives.ConvertChecked(samples.Slice(k * n + start, width), row);
            TensorPrimitives.Add<double>(mean, row, mean);
        }
        TensorPrimitives.Divide<double>(mean, count, mean);
        for (int k = 0; k < count; k++)
            TensorPrimitives.Subtract<double>(block.AsSpan(k * width, width), mean, block.AsSpan(k * width, width));
    }
}
