using L2O.Dynamics.Covariance;
using L2O.Numerics;
using MathNet.Numerics.LinearAlgebra;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class UpdateCovarianceTests
{
    [Fact]
    public void The_trace_is_the_mean_squared_distance_from_the_reference()
    {
        Assert.Equal((25 + 9.0) / 2, UpdateCovariance.Trace<float>([3, 4, 0, -3], [0, 0]));
        Assert.Equal((4 + 16 + 1 + 9.0) / 2, UpdateCovariance.Trace<float>([3, 4, 0, -3], [1, 0]));
    }

    [Fact]
    public void The_largest_eigenvalue_of_a_cross_is_the_longer_arms()
    {
        // Five pairs of ±2 along the second axis outweigh one pair of ±3 along the first, in which the largest single samples lie.
        double[] samples = [.. new double[] { 3, 0, 0, -3, 0, 0 }, .. Enumerable.Range(0, 5)
            .SelectMany(static _ => new double[] { 0, 2, 0, 0, -2, 0 })];
        Assert.Equal(10 * 4 / 12.0, UpdateCovariance.LargestEigenvalue<double>(samples, 3), 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)] // far from zero the covariance is the same: samples are centered in front of the products
    public void The_largest_eigenvalue_matches_the_two_by_two_formula(double offset)
    {
        const int count = 60;
        var rng = new Rng(11);
        double[] samples = new double[2 * count];
        for (int k = 0; k < count; k++)
        {
            double x = rng.NextNormal(), y = rng.NextNormal();
            (samples[2 * k], samples[2 * k + 1]) = (offset + 2 * x, offset - x + 0.5 * y);
        }
        double meanX = 0, meanY = 0, xx = 0, yy = 0, xy = 0;
        for (int k = 0; k < count; k++)
            (meanX, meanY) = (meanX + samples[2 * k] / count, meanY + samples[2 * k + 1] / count);
        for (int k = 0; k < count; k++)
        {
            double x = samples[2 * k] - meanX, y = samples[2 * k + 1] - meanY;
            (xx, yy, xy) = (xx + x * x / count, yy + y * y / count, xy + x * y / count);
        }
        double expected = (xx + yy) / 2 + Math.Sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
        Assert.Equal(expected, UpdateCovariance.LargestEigenvalue<double>(samples, 2), 1e-9);
    }

    [Theory]
    [InlineData(9, 30)] // fewer samples than coordinates
    [InlineData(30, 9)]
    [InlineData(6, 5000)] // several blocks of columns
    public void The_largest_eigenvalues_are_those_of_the_dense_covariance(int count, int n)
    {
        var rng = new Rng(4);
        double[] samples = [.. Enumerable.Range(0, count * n).Select(_ => 5 + rng.NextNormal())];
        Matrix<double> centered = Matrix<double>.Build.DenseOfRowMajor(count, n, samples);
        Vector<double> mean = centered.ColumnSums() / count;
        centered = Matrix<double>.Build.Dense(count, n, (k, i) => centered[k, i] - mean[i]);
        double[] singular = [.. centered.Svd(computeVectors: false).S];
        double[] found = UpdateCovariance.LargestEigenvalues<double>(samples, n, 4);
        for (int rank = 0; rank < 4; rank++)
            Assert.Equal(singular[rank] * singular[rank] / count, found[rank], 1e-9 * found[0]);
        Assert.Equal(found[0], UpdateCovariance.LargestEigenvalue<double>(samples, n));
    }

    [Fact]
    public void Nearly_equal_eigenvalues_still_settle_on_the_larger()
    {
        double[] samples = [1.001, 0, -1.001, 0, 0, 1, 0, -1];
        Assert.Equal(1.001 * 1.001 / 2, UpdateCovariance.LargestEigenvalue<double>(samples, 2), 1e-6);
    }

    [Fact]
    public void Equal_samples_have_none_and_a_diverged_one_shows()
    {
        Assert.Equal(0, UpdateCovariance.LargestEigenvalue<float>([1.3f, 2, 1.3f, 2, 1.3f, 2], 2));
        Assert.Equal(0, UpdateCovariance.LargestEigenvalue<float>([5, 6], 2));
        Assert.Equal(double.NaN, UpdateCovariance.LargestEigenvalue<float>([1, float.NaN, 0, 0], 2));
        Assert.Equal(double.NaN, UpdateCovariance.Trace<float>([1, float.NaN], [0, 0]));
    }

    [Fact]
    public void Values_that_are_no_whole_number_of_vectors_are_refused()
    {
        Assert.Equal("3 values as vectors of 2; expected a positive whole number of vectors",
            Assert.Throws<ArgumentException>(() => UpdateCovariance.LargestEigenvalue<float>(new float[3], 2)).Message);
        Assert.Throws<ArgumentException>(() => UpdateCovariance.Trace<float>([], new float[2]));
        Assert.Throws<ArgumentException>(() => UpdateCovariance.LargestEigenvalue<float>(new float[3], 0));
    }
}
