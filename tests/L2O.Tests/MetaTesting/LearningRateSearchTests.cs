using L2O.MetaTesting;
using Xunit;

namespace L2O.Tests.MetaTesting;

public sealed class LearningRateSearchTests
{
    private const double Diverged = double.NaN;

    public static TheoryData<double[][], int> Searches => new()
    {
        { [[3, 3], [2, 2], [4, 4]], 1 },
        { [[9, 1], [4, 4], [6, 6]], 1 }, // the mean decides, not the best run
        { [[Diverged, Diverged], [5, 5]], 1 },
        { [[0.1, Diverged], [5, 5]], 1 }, // one diverged run is enough
        { [[double.PositiveInfinity], [7]], 1 },
        { [[2], [2]], 0 }, // the smaller rate wins a tie
        { [[Diverged], [Diverged]], -1 },
        { [[double.PositiveInfinity]], -1 },
        { [], -1 },
    };

    [Theory]
    [MemberData(nameof(Searches))]
    public void The_smallest_mean_wins_and_diverged_rates_lose(double[][] summedLosses, int winner) =>
        Assert.Equal(winner, LearningRateSearch.Winner(summedLosses));

    [Fact]
    public void The_grid_is_the_studys() =>
        Assert.Equal([1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 0.1, 0.5, 1, 3], LearningRateSearch.Grid);
}
