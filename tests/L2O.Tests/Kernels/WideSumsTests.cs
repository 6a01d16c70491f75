using L2O.Kernels.Functions;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Kernels;

public sealed class WideSumsTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(1003)]
    public void Sums_equal_those_of_a_plain_loop(int n)
    {
        (float[] x, float[] y) = (Draw(n, 1), Draw(n, 2));
        double sum = 0, absolutes = 0, squares = 0, inner = 0, distance = 0;
        for (int i = 0; i < n; i++)
        {
            (sum, absolutes, squares) = (sum + x[i], absolutes + Math.Abs((double)x[i]), squares + (double)x[i] * x[i]);
            (inner, distance) = (inner + (double)x[i] * y[i], distance + ((double)x[i] - y[i]) * ((double)x[i] - y[i]));
        }

        double bound = 1e-15 * n * Math.Max(1, squares); // n roundings of partial sums
        Assert.Equal(sum, WideSums.Sum(x), bound);
        Assert.Equal(absolutes, WideSums.Absolutes(x), bound);
        Assert.Equal(squares, WideSums.Squares(x), bound);
        Assert.Equal(inner, WideSums.InnerProduct(x, y), bound);
        Assert.Equal(distance, WideSums.SquaredDistance(x, y), bound);
        Assert.Equal(WideSums.InnerProductByScalars(x, y), WideSums.InnerProduct(x, y)); // with and without registers: the same bits
    }

    [Fact]
    public void Lengths_that_differ_are_refused() =>
        Assert.Equal("2 values and 1; expected as many",
            Assert.Throws<ArgumentException>(static () => WideSums.InnerProduct([1, 2], [1])).Message);

    private static float[] Draw(int n, ulong seed)
    {
        float[] values = new float[n];
        new Rng(seed).FillUniform(values.AsSpan(), 3);
        return values;
    }
}
