using L2O.Kernels.Functions;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>The perturbations: normal, equal at every width, a function of the position alone.</summary>
public class NormalDrawsTests
{
    [Fact]
    public void Moments_and_tails_are_those_of_the_normal_distribution()
    {
        double[] values = new double[400_001];
        NormalDraws.Fill<double>(new Rng(3), 2, LaneDispatch.Widest, values);
        double n = values.Length;

        Assert.Equal(0, values.Average() / 2, 2);
        Assert.Equal(1, values.Sum(static x => x * x) / n / 4, 2);
        Assert.Equal(0, values.Sum(static x => x * x * x) / n / 8, 1);
        Assert.Equal(3, values.Sum(static x => x * x * x * x) / n / 16, 1);
        Assert.InRange(values.Count(static x => Math.Abs(x) > 2 * 1.959964) / n, 0.0486, 0.0514); // 4 standard errors
        Assert.InRange(values.Count(static x => Math.Abs(x) > 2 * 3.290527) / n, 0.0008, 0.0012);
        Assert.All(values, static x => Assert.True(Math.Abs(x) < 12));
    }

    [Fact]
    public void Numbers_are_uncorrelated()
    {
        double[] values = new double[200_000];
        NormalDraws.Fill<double>(new Rng(4), 1, LaneDispatch.Widest, values);
        foreach (int lag in new[] { 1, 2, 64, 128, 129, 256 })
            Assert.True(Math.Abs(Enumerable.Range(0, values.Length - lag).Sum(i =>
                values[i] * values[i + lag])) < 4 * Math.Sqrt(values.Length));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(347)]
    public void Bits_are_the_same_at_every_width(int count)
    {
        float[] expected = new float[count];
        NormalDraws.Fill<float>(new Rng(5), 0.01, LaneWidth.Scalar, expected);
        Assert.DoesNotContain(0f, expected);
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            float[] actual = new float[count];
            NormalDraws.Fill<float>(new Rng(5), 0.01, width, actual);
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void Single_precision_rounds_the_numbers_of_double()
    {
        double[] wide = new double[500];
        float[] narrow = new float[500];
        NormalDraws.Fill<double>(new Rng(6), 1, LaneDispatch.Widest, wide);
        NormalDraws.Fill<float>(new Rng(6), 1, LaneDispatch.Widest, narrow);

        for (int i = 0; i < wide.Length; i++)
            Assert.Equal(wide[i], narrow[i], 5e-6);
    }
}
