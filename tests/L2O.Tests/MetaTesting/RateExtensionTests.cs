using L2O.Data;
using L2O.Data.Digits;
using L2O.MetaTesting;
using L2O.Optimizers;
using L2O.Reporting.Tables;
using L2O.Studies.Paper;
using Xunit;

namespace L2O.Tests.MetaTesting;

/// <summary>A winner at the end of its grid: the grid is extended until it is inside, by two decades at most.</summary>
public sealed class RateExtensionTests
{
    private static readonly LearningRateSearchSettings s_usual = new();

    public static TheoryData<double[], int, double?> Steps => new()
    {
        { [1e-4, 0.1, 3], 2, 10 },
        { [1e-4, 0.1, 3, 10], 3, 30 },
        { [1e-4, 0.1, 3, 10, 30, 100, 300], 6, null }, // two decades
        { [1e-4, 0.1, 3, 10], 2, null }, // inside
        { [1e-4, 0.1, 3], 0, 3e-5 },
        { [1e-6, 1e-4, 3], 0, null },
        { [1e-4, 0.1, 3], -1, 3e-5 }, // all diverged
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_next_rate_lies_beyond_the_end_that_won(double[] tried, int winner, double? next) =>
        Assert.Equal(next, LearningRateSearch.Beyond(tried, winner, s_usual));

    [Fact]
    public void A_grid_of_ones_own_and_the_studys_in_paper_stay_as_they_are()
    {
        Assert.Null(LearningRateSearch.Beyond([0.1, 1], 1, new LearningRateSearchSettings([0.1, 1])));
        Assert.Null(LearningRateSearch.Beyond([1e-4, 3], 1, new LearningRateSearchSettings(extendDecades: 0)));
        Assert.Equal(3, LearningRateSearch.Beyond([0.1, 1], 1, new LearningRateSearchSettings([0.1, 1], extendDecades: 1)));
        Assert.Contains("expected 0 to 2",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LearningRateSearchSettings(extendDecades: 3)).Message);
        Assert.All(PaperScales.All.SelectMany(static scale => scale.Tests), static test =>
            Assert.Equal((0, 0.5), (test.Plan.Search.ExtendDecades, test.Plan.LossThreshold)), throwIfEmpty: true);
    }

    [Fact]
    public void A_search_goes_on_until_its_winner_is_inside_and_says_which_rates_it_added()
    {
        DataSplits digits = SyntheticDigits.Load(trainCount: 60, testCount: 40);
        var settings = new MetaTestSettings(iterations: 8, runs: 1, batchSize: 10,
            search: new([1e-6, 1e-5], runs: 1, iterations: 4, extendDecades: 2));

        Comparison comparison = MetaTest.OnCatalog(digits, settings, seed: 1, threads: 2)
            .Run(["mlp-sigmoid-3"], [Contestant.Tuned("sgd", OptimizerCatalog.Factory<float>("sgd"))],
                cancellation: TestContext.Current.CancellationToken);

        Assert.Equal([1e-6, 1e-5, 3e-5, 1e-4, 3e-4, 1e-3], comparison.Searches.Select(static trial => trial.LearningRate));
        Assert.Equal([false, false, true, true, true, true], comparison.Searches.Select(static trial => trial.Extended));
        Assert.True(comparison.Searches[^1].Chosen); // far too small: two decades were not enough, and that is said
        Assert.True(LearningRateTrial.IsAtEnd(comparison.Searches, "mlp-sigmoid-3", "sgd"));
        Assert.Contains("0.001 (end)", comparison.ToString(), StringComparison.Ordinal);
        Assert.Contains("0.001 (end)", TextTable.Render(ComparisonTable.From(comparison)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_threshold_is_tuned_Adams_loss_at_a_third_of_the_run_or_what_is_asked_for()
    {
        DataSplits digits = SyntheticDigits.Load(trainCount: 60, testCount: 40);
        Comparison Run(double? threshold, params string[] tuned) => MetaTest.OnCatalog(digits,
            new MetaTestSettings(iterations: 60, runs: 2, batchSize: 10, search: new([0.01, 0.1], runs: 1), lossThreshold: threshold),
            seed: 1, threads: 2).Run(["mlp-sigmoid-3"],
            [.. tuned.Select(static name => Contestant.Tuned(name, OptimizerCatalog.Factory<float>(name)))],
            cancellation: TestContext.Current.CancellationToken);

        Comparison own = Run(null, "adam", "sgd");
        double threshold = own.LossThresholdOn("mlp-sigmoid-3");
        double expected = own.Curves.Where(static curve => curve.Optimizer == "adam")
            .Average(static curve => curve.Points.Skip(15).Take(9).Average(static point => point.TrainLoss)); // around iteration 20
        Assert.Equal(expected, threshold, 0.005 * expected);
        Assert.Equal(0.5, Run(null, "sgd").LossThresholdOn("mlp-sigmoid-3"));
        Assert.Equal(1.5, Run(1.5, "adam").LossThresholdOn("mlp-sigmoid-3"));
    }
}
