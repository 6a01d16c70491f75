using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Numerics;

public sealed class FloatHistogramTests
{
    [Fact]
    public void Bins_follow_the_order_of_the_numbers_and_hold_them_between_their_edges()
    {
        float[] values = [-1e30f, -2, -1.5f, -1e-20f, 0, 1e-20f, 0.3f, 1, 1.0001f, 7, 3e35f];
        Assert.Equal(values.Order(), values);
        for (int i = 0; i < values.Length; i++)
        {
            int bin = FloatHistogram.BinOf(values[i]);
            Assert.True(i == 0 || bin >= FloatHistogram.BinOf(values[i - 1]));
            Assert.InRange(values[i], FloatHistogram.Edge(bin), FloatHistogram.Edge(bin + 1));
        }
        Assert.Equal(FloatHistogram.BinOf(1), FloatHistogram.BinOf(1.0001f));
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(0.95)]
    public void Quantiles_are_right_to_a_bins_width(double share)
    {
        float[] values = Draw();
        FloatHistogram histogram = Of(values);
        Array.Sort(values);
        float expected = values[(int)(share * values.Length)];
        Assert.InRange(histogram.Quantile(share), expected - 0.008 * Math.Abs(expected) - 1e-4,
            expected + 0.008 * Math.Abs(expected) + 1e-4);
    }

    [Fact]
    public void The_magnitude_that_a_share_exceeds_is_an_edge_with_that_share_or_little_more_above()
    {
        float[] values = Draw();
        double threshold = Of(values).MagnitudeExceededBy(0.01);
        // a bin of 0.8 % where the share falls like 1/value^6.6
        Assert.InRange(values.Count(value => Math.Abs(value) >= threshold) / (double)values.Length, 0.01, 0.011);
    }

    [Fact]
    public void Histograms_add_up_and_clear()
    {
        float[] values = Draw();
        FloatHistogram parts = Of(values[..300]), rest = Of(values[300..]);
        parts.Add(rest);
        Assert.Equal(Of(values).Counts, parts.Counts);
        Assert.Equal(values.Length, parts.Total);
        parts.Clear();
        Assert.Equal(double.NaN, parts.Quantile(0.5));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_shows(float value)
    {
        FloatHistogram histogram = Of([1, 2, value]);
        Assert.False(histogram.IsFinite);
        Assert.Equal(double.NaN, histogram.Quantile(0.5));
        Assert.Equal(double.NaN, histogram.MagnitudeExceededBy(0.5));
        Assert.True(Of([float.MaxValue, -float.MaxValue, 0]).IsFinite);
    }

    private static FloatHistogram Of(float[] values)
    {
        var histogram = new FloatHistogram();
        histogram.Add(values);
        return histogram;
    }

    private static float[] Draw()
    {
        var rng = new Rng(3);
        return [.. Enumerable.Range(0, 20_000).Select(_ => (float)rng.NextNormal())];
    }
}
