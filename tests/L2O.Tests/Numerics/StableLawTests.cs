using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Numerics;

public sealed class StableLawTests
{
    private const int Count = 40_000;

    [Fact]
    public void Index_2_is_the_normal_law_of_variance_2()
    {
        double[] samples = Draw(new StableLaw(2));
        Assert.Equal(0, samples.Average(), 0.03); // standard deviation √2/200 = 0.007
        Assert.Equal(2, samples.Sum(static x => x * x) / Count, 0.06); // 2·√2/200 = 0.014
    }

    [Fact]
    public void Index_1_is_Cauchys_law_with_quartiles_at_1()
    {
        double[] samples = Draw(new StableLaw(1));
        Assert.Equal(-1, samples[Count / 4], 0.06); // √(3/16)/(density 1/2π)/200 = 0.014
        Assert.Equal(1, samples[3 * Count / 4], 0.06);
        Assert.Equal(Math.Tan(Math.PI * 0.45), samples[Count * 95 / 100], 0.6); // 0.14
    }

    [Fact]
    public void Index_one_half_of_full_skewness_is_Levys_law()
    {
        // Its distribution function is erfc(1/√(2x)): the median is 1/z², z = 0.67449 the normal law's upper quartile.
        double[] samples = Draw(new StableLaw(0.5, 1));
        Assert.True(samples[0] >= 0);
        Assert.Equal(1 / (0.67449 * 0.67449), samples[Count / 2], 0.1);
    }

    [Theory]
    [InlineData(0.6, 0)]
    [InlineData(1.5, 0)]
    [InlineData(1.5, 0.8)]
    [InlineData(0.8, -0.5)]
    public void Sums_of_two_are_distributed_like_one_times_a_power_of_two(double alpha, double beta)
    {
        var law = new StableLaw(alpha, beta);
        double[] singles = Draw(law);
        var rng = new Rng(9);
        double[] sums = new double[Count];
        for (int i = 0; i < Count; i++)
            sums[i] = (law.Next(rng) + law.Next(rng)) / Math.Pow(2, 1 / alpha);
        Array.Sort(sums);
        // Kolmogorov and Smirnov: 1 % exceed 1.63·√(2/N) = 0.0115
        Assert.InRange(Enumerable.Range(0, Count).Max(i => Math.Abs(Share(singles, sums[i]) - (i + 0.5) / Count)), 0, 0.015);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused_with_their_value()
    {
        Assert.StartsWith("alpha is 2.5; expected more than 0 and at most 2",
            Assert.Throws<ArgumentOutOfRangeException>(static () => new StableLaw(2.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("alpha", static () => new StableLaw(double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("beta", static () => new StableLaw(1, 1.1));
    }

    private static double Share(double[] sorted, double x)
    {
        int index = Array.BinarySearch(sorted, x);
        return (double)(index < 0 ? ~index : index) / sorted.Length;
    }

    private static double[] Draw(StableLaw law)
    {
        var rng = new Rng(5);
        double[] samples = [.. Enumerable.Range(0, Count).Select(_ => law.Next(rng))];
        Array.Sort(samples);
        return samples;
    }
}
