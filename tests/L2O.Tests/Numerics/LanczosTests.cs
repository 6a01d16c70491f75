using System.Collections.Immutable;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Numerics;

public sealed class LanczosTests
{
    [Fact]
    public void Eigenvalues_of_a_known_matrix_are_found_with_residuals_that_bound_the_error()
    {
        // The path of n points: 2 - 2·cos(πk/(n+1)), crowded at the upper end.
        const int n = 200;
        var found = Largest(n, 3, (x, y) =>
        {
            for (int i = 0; i < n; i++)
                y[i] = 2 * x[i] - (i > 0 ? x[i - 1] : 0) - (i < n - 1 ? x[i + 1] : 0);
        }, maxSteps: 200, tolerance: 1e-10);
        for (int rank = 1; rank <= 3; rank++)
        {
            double expected = 2 + 2 * Math.Cos(Math.PI * rank / (n + 1));
            Assert.Equal(expected, found[rank - 1].Value, 1e-9);
            Assert.InRange(Math.Abs(found[rank - 1].Value - expected), 0, found[rank - 1].Residual + 1e-12);
        }
    }

    [Fact]
    public void The_largest_are_taken_not_the_largest_in_magnitude() =>
        Assert.Equal([2, 1, 0.5], Largest(6, 3, Diagonal(2, -50, 1, 0.5, -3, 0.1)).Select(static pair => Math.Round(pair.Value, 9)));

    [Fact]
    public void A_start_that_spans_a_smaller_space_gives_what_there_is()
    {
        Assert.Equal(7, Assert.Single(Largest(5, 3, Diagonal(7, 7, 7, 7, 7))).Value, 1e-9);
        Assert.Equal(0, Assert.Single(Largest(4, 2, Diagonal(0, 0, 0, 0))).Value);
        Assert.Equal([3, 1], Largest(2, 5, Diagonal(1, 3)).Select(static pair => Math.Round(pair.Value, 9)));
    }

    [Fact]
    public void A_product_that_is_not_finite_shows() =>
        Assert.Equal(double.NaN, Assert.Single(Largest(3, 2, Diagonal(1, double.NaN, 2))).Value);

    private static Action<double[], double[]> Diagonal(params double[] values) => (x, y) =>
    {
        for (int i = 0; i < values.Length; i++)
            y[i] = values[i] * x[i];
    };

    private static ImmutableArray<(double Value, double Residual)> Largest(int n, int count,
        Action<double[], double[]> multiply, int maxSteps = 60, double tolerance = 1e-10) =>
        Lanczos.LargestEigenvalues(n, count, multiply, new Rng(4), maxSteps, tolerance);
}
