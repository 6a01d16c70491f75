using L2O.Dynamics.TailIndices;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class TailIndexTests
{
    [Fact]
    public void Hand_computed_indices_are_met()
    {
        double singles = (Math.Log(3) + Math.Log(4)) / 2;
        Assert.Equal(Math.Log(2) / (Math.Log(7) - singles), TailIndex.Estimate<double>([3, 4], 1, 2), 1e-12);
        Assert.Equal(Math.Log(2) / (Math.Log(5) - singles), TailIndex.Estimate<double>([3, 0, 0, -4], 2, 2), 1e-12);
        Assert.Equal(1, TailIndex.Estimate<float>([2, 2, 2, 2, 2, 2], 1, 3), 1e-12); // sums of equals grow like m
    }

    [Fact]
    public void Samples_that_fill_no_group_are_left_out() =>
        Assert.Equal(TailIndex.Estimate<double>([3, 4, 1, -5], 1, 2), TailIndex.Estimate<double>([3, 4, 1, -5, 1e9], 1, 2));

    [Fact]
    public void The_scale_of_the_samples_does_not_matter()
    {
        double[] samples = Draw(900, static rng => rng.NextNormal());
        Assert.Equal(TailIndex.Estimate<double>(samples, 1, 30),
            TailIndex.Estimate<double>([.. samples.Select(static x => 1e-4 * x)], 1, 30), 1e-9);
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1e-12)]
    [InlineData(1e12)]
    [InlineData(1e30)]
    public void No_estimator_depends_on_the_scale(double scale)
    {
        var law = new StableLaw(1.6);
        float[] samples = [.. Draw(900, law.Next).Select(static x => (float)x)], scaled = [.. samples.Select(x => (float)(scale * x))];
        Assert.Equal(TailIndex.Estimate<float>(samples, 1, 30), TailIndex.Estimate<float>(scaled, 1, 30), 1e-5);
        Assert.Equal(TailIndex.Estimate<float>(samples, 3, 10), TailIndex.Estimate<float>(scaled, 3, 10), 1e-5);
        Assert.Equal(TailIndex.MedianEstimate<float>(samples, 1), TailIndex.MedianEstimate<float>(scaled, 1), 1e-5);
        Assert.Equal(HillTailIndex.Estimate<float>(samples), HillTailIndex.Estimate<float>(scaled), 1e-5);
        Assert.Equal(McCullochTailIndex.Estimate<float>(samples), McCullochTailIndex.Estimate<float>(scaled), 1e-5);
    }

    [Fact]
    public void Where_there_is_nothing_to_estimate_there_is_no_number()
    {
        Assert.Equal(double.NaN, TailIndex.Estimate<double>(new double[400], 1, 20)); // no noise
        Assert.Equal(double.NaN, TailIndex.MedianEstimate<double>(new double[400], 1));
        Assert.Equal(double.NaN, TailIndex.Estimate<double>([3, -3, 2, -2], 1, 2)); // sums that do not grow
        Assert.Equal(double.NaN, HillTailIndex.Estimate<double>(new double[400]));
        Assert.Equal(double.NaN, HillTailIndex.Estimate<double>([.. Enumerable.Repeat(2.0, 400)])); // a tail of equals
        Assert.Equal(double.NaN, McCullochTailIndex.Estimate<double>(new double[400]));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Samples_that_are_not_finite_are_refused_by_every_estimator(double broken)
    {
        double[] samples = Draw(400, static rng => rng.NextNormal());
        samples[17] = broken;
        foreach (Func<double> estimate in new Func<double>[]
        {
            () => TailIndex.Estimate<double>(samples, 1, 20), () => TailIndex.MedianEstimate<double>(samples, 1),
            () => HillTailIndex.Estimate<double>(samples), () => McCullochTailIndex.Estimate<double>(samples),
        })
            Assert.StartsWith("sample 17 is ", Assert.Throws<ArgumentException>("samples", () => estimate()).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Normal_noise_has_index_2_and_Cauchy_noise_1()
    {
        // 1/α has a standard deviation of about sd(log|X|)/(log m·√(N/m)): 0.015 for the normal, 0.02 for the Cauchy law; bounds of 4.
        const int count = 40_000;
        Assert.Equal(1 / 2.0, 1 / TailIndex.Estimate<double>(Draw(count, static rng => rng.NextNormal()), 1, 200), 0.06);
        Assert.Equal(1.0, 1 / TailIndex.Estimate<double>(Draw(count, static rng => Math.Tan(Math.PI * (rng.NextDouble() - 0.5))), 1, 200),
            0.08);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(3000, 50)]
    [InlineData(4000, 50)]
    [InlineData(10_000, 100)]
    [InlineData(10_007, 100)] // prime
    [InlineData(2018, 44)] // twice a prime: the divisor 2 would be no group
    public void The_group_size_is_a_divisor_near_the_root_or_else_the_root(int count, int size) =>
        Assert.Equal(size, TailIndex.GroupSize(count));

    [Fact]
    public void Sizes_that_do_not_fit_are_refused_with_their_value()
    {
        Assert.StartsWith("groupSize is 1; expected 2 to 4, the number of samples",
            Assert.Throws<ArgumentException>(() => TailIndex.Estimate<double>(new double[4], 1, 1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("groupSize", () => TailIndex.Estimate<double>(new double[4], 2, 3));
        Assert.Throws<ArgumentException>("dimension", () => TailIndex.Estimate<double>(new double[4], 3, 2));
        Assert.Throws<ArgumentException>("dimension", () => TailIndex.Estimate<double>(new double[4], 0, 2));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => TailIndex.GroupSize(3));
    }

    private static double[] Draw(int count, Func<Rng, double> draw)
    {
        var rng = new Rng(7);
        return [.. Enumerable.Range(0, count).Select(_ => draw(rng))];
    }
}
