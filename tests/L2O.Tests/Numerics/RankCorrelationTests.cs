using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Numerics;

public sealed class RankCorrelationTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 10, 20, 300, 4000 }, 1)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 0, -1, -2, -9 }, -1)]
    [InlineData(new double[] { 1, 2, 3, 4 }, new double[] { 1, 3, 2, 4 }, 0.8)] // 1 - 6 * 2 / (4 * 15)
    [InlineData(new double[] { 1, 2, 3 }, new double[] { 3, 1, 2 }, -0.5)]
    [InlineData(new double[] { 1, 1, 2 }, new double[] { 5, 5, 1 }, -1)]
    [InlineData(new double[] { 1, 2, 2, 3 }, new double[] { 1, 2, 3, 4 }, 0.9486832980505138)] // ranks 1, 2.5, 2.5, 4: 4.5 / sqrt(4.5 * 5)
    public void It_is_Spearmans(double[] first, double[] second, double expected) =>
        Assert.Equal(expected, RankCorrelation.Of(first, second), 1e-12);

    [Fact]
    public void Ties_share_their_mean_rank_whatever_the_order()
    {
        var rng = new Rng(3);
        double[] first = [.. Enumerable.Range(0, 200).Select(_ => (double)rng.NextInt(15))];
        double[] second = [.. first.Select(value => value + rng.NextInt(20))];

        // Pearson's of ranks that are found by counting.
        double[] a = [.. first.Select(value => Rank(first, value))], b = [.. second.Select(value => Rank(second, value))];
        double meanA = a.Average(), meanB = b.Average();
        double expected = a.Zip(b, (x, y) => (x - meanA) * (y - meanB)).Sum()
            / Math.Sqrt(a.Sum(x => (x - meanA) * (x - meanA)) * b.Sum(y => (y - meanB) * (y - meanB)));

        Assert.Equal(expected, RankCorrelation.Of(first, second), 1e-12);

        static double Rank(double[] values, double value) =>
            values.Count(other => other < value) + (values.Count(other => other.Equals(value)) - 1) / 2.0;
    }

    [Fact]
    public void There_is_none_of_constants_or_of_two_points()
    {
        Assert.Equal(double.NaN, RankCorrelation.Of([1, 1, 1], [1, 2, 3]));
        Assert.Equal(double.NaN, RankCorrelation.Of([1, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => RankCorrelation.Of([1, 2, 3], [1, 2]));
    }
}
