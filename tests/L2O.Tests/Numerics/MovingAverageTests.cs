using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Numerics;

public class MovingAverageTests
{
    private static readonly double[] Series = [8, 4, 0, 2, 6, 10, 1];

    [Theory]
    [InlineData(0, 5, 8)] // the first value stays
    [InlineData(1, 5, 4)] // one on each side
    [InlineData(2, 5, 4)] // two on each side
    [InlineData(5, 5, 4.75)] // two before, one left behind
    [InlineData(6, 5, 17.0 / 3)] // two before, none behind
    [InlineData(3, 1, 2)]
    public void Mean_around_an_index_is_the_known_one(int index, int window, double expected) =>
        Assert.Equal(expected, MovingAverage.At(Series, index, window), 12);

    [Fact]
    public void Even_windows_are_refused() =>
        Assert.Contains("window is 4", Assert.Throws<ArgumentOutOfRangeException>(() => MovingAverage.At(Series, 0, 4)).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1.5)]
    [InlineData(3, 5)]
    [InlineData(4, 9.333333333333334)]
    public void A_trailing_mean_looks_back_alone(int index, double expected) =>
        Assert.Equal(expected, MovingAverage.Trailing([1, 2, 4, 9, 15], index, 3), 1e-15);
}
