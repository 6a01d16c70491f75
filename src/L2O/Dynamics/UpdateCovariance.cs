using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Dynamics;

/// <summary>
/// Size and shape of the covariance of gradients or updates over samples. The n×n matrix is never formed: its trace is a sum of squared
/// distances, and its largest eigenvalue is that of the small Gram matrix.
/// </summary>
public static class UpdateCovariance
{
    private const int MaxIterations = 10_000;
    private const double Precision = 1e-14; // relative growth at which the power method has settled

    /// <summary>Trace around a reference: the mean over the samples of ‖reference - sample‖².</summary>
    /// <param name="samples">(K, n) vectors, row by row, at least one.</param>
    /// <param name="reference">(n) e.g. the vector of the whole data set in one batch.</param>
    /// <exception cref="ArgumentException">The samples are none, or no whole number of vectors.</exception>
    public static double Trace<T>(ReadOnlySpan<T> samples, ReadOnlySpan<T> reference) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = reference.Length, count = CountVectors(samples.Length, n);
        double sum = 0;
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<T> sample = samples.Slice(k * n, n);
            for (int i = 0; i < n; i++)
            {
                double distance = double.CreateChecked(sample[i]) - double.CreateChecked(reference[i]);
                sum += distance * distance;
            }
        }
        return sum / count;
    }

    /// <summary>
    /// Largest eigenvalue of C = (1/K)·Σ (x_k - mean)(x_k - mean)ᵀ. C and the K×K Gram matrix of the centred samples, divided by K, share
    /// all eigenvalues but zeros; the power method runs on the latter. Needs K·n doubles of memory.
    /// </summary>
    /// <param name="samples">(K, n) vectors, row by row, at least one.</param>
    /// <param name="dimension">n, positive.</param>
    /// <returns>At least 0; 0 if all samples are equal, NaN if one is not finite.</returns>
    /// <exception cref="ArgumentException">The samples are none, or no whole number of vectors.</exception>
    public static double LargestEigenvalue<T>(ReadOnlySpan<T> samples, int dimension) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int count = CountVectors(samples.Length, dimension);
        double[] gram = Gram(Centre(samples, count, dimension), count);
        double[] vector = new double[count], next = new double[count];
        // A direction drawn at random has a share of the largest eigenvector; a chosen one, such as all ones, may have none.
        var rng = new Rng(1);
        for (int k = 0; k < count; k++)
            vector[k] = rng.NextNormal();
        TensorPrimitives.Divide<double>(vector, TensorPrimitives.Norm<double>(vector), vector);

        double eigenvalue = 0;
        for (int iteration = 0; iteration < MaxIterations; iteration++)
        {
            for (int k = 0; k < count; k++)
                next[k] = TensorPrimitives.Dot<double>(gram.AsSpan(k * count, count), vector);
            double previous = eigenvalue, norm = TensorPrimitives.Norm<double>(next);
            eigenvalue = norm; // of a unit vector under a symmetric matrix without negative eigenvalues: grows towards the largest
            if (!(norm > 0) || Math.Abs(eigenvalue - previous) <= Precision * eigenvalue)
                break;
            TensorPrimitives.Divide<double>(next, norm, vector);
        }
        return eigenvalue;
    }

    private static int CountVectors(int values, int dimension) => dimension > 0 && values > 0 && values % dimension == 0
        ? values / dimension
        : throw new ArgumentException($"{values} values as vectors of {dimension}; expected a positive whole number of vectors");

    private static double[] Centre<T>(ReadOnlySpan<T> samples, int count, int n) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] centred = new double[samples.Length], mean = new double[n];
        TensorPrimitives.ConvertChecked(samples, centred.AsSpan());
        for (int k = 0; k < count; k++)
            TensorPrimitives.Add<double>(mean, centred.AsSpan(k * n, n), mean);
        TensorPrimitives.Divide<double>(mean, count, mean);
        for (int k = 0; k < count; k++)
            TensorPrimitives.Subtract<double>(centred.AsSpan(k * n, n), mean, centred.AsSpan(k * n, n));
        return centred;
    }

    /// <summary>(K, K) inner products of the rows, divided by K.</summary>
    private static double[] Gram(double[] rows, int count)
    {
        int n = rows.Length / count;
        double[] gram = new double[count * count];
        for (int a = 0; a < count; a++)
            for (int b = 0; b <= a; b++)
                gram[a * count + b] = gram[b * count + a] = TensorPrimitives.Dot<double>(rows.AsSpan(a * n, n), rows.AsSpan(b * n, n)) / count;
        return gram;
    }
}
