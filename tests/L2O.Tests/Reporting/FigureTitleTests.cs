using System.Text.RegularExpressions;
using L2O.Reporting.Figures;
using L2O.Reporting.Figures.Models;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

/// <summary>
/// The title of every kind of figure is compared with the stored numbers beneath it, computed afresh from single rows: of whom it says
/// what, how large, where, and whether the runs decide it. A kind without such a check fails.
/// </summary>
public sealed class FigureTitleTests
{
    /// <summary>A check for each class of figures.</summary>
    private static readonly (string Class, string Names, Func<RandomResults, DynamicsTable, FigureModel, bool> Says)[] s_checks =
    [
        ("LossCurveFigure", "^loss(-|$)", CurveTitleChecks.Loss),
        ("AccuracyCurveFigure", "^accuracy$", CurveTitleChecks.Accuracy),
        ("GeneralizationFigure", "^generalization$", TitleChecks.Generalization),
        ("BetaSweepFigure", "^beta-", TitleChecks.BetaSweep),
        ("DeviationFigure", "^deviations-", TitleChecks.Ranked),
        ("MixtureFigure", "^lion-sgd-", TitleChecks.Mixture),
        ("SymmetryLossFigure", "^symmetry-loss-", TitleChecks.SymmetryLoss),
        ("TailIndexFigure", "^tail-index$", TitleChecks.TailIndex),
        ("CenteringFigure", "^centering$", TitleChecks.Centering),
        ("CovarianceFigure", "^covariance$", TitleChecks.Ranked),
        ("UpdateHistogramFigure", "^update-histograms-", TitleChecks.Histogram),
        ("NormsFigure", "^norms-", TitleChecks.Ranked),
        ("StiffnessFigure", "^stiffness$", TitleChecks.Ranked),
        ("SpectrogramFigure", "^spectrogram-", TitleChecks.Spectrogram),
        ("LearningRateFigure", "^learning-rates$", TitleChecks.LearningRates),
        ("MetaTrainingFigure", "^meta-training$", TitleChecks.MetaTraining),
    ];

    public static TheoryData<int, int, int> Cases =>
        [.. from seed in Enumerable.Range(1, 6) from runs in new[] { 1, 3 } from networks in new[] { 1, 3 } select (seed, runs, networks)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Titles_say_what_the_numbers_beneath_them_say(int seed, int runs, int networks)
    {
        var results = new RandomResults(seed, runs, networks);
        var table = new DynamicsTable(results.Rows);
        foreach (FigureModel figure in FigureCatalog.Describe(results.Comparison, results.Epochs, table))
        {
            var check = s_checks.Single(check => Regex.IsMatch(figure.Name, check.Names));
            Assert.True(check.Says(results, table, figure), $"{figure.Name}: {figure.Title}");
            if (Regex.Match(figure.Caption, @"Lines: (?:one run|mean of (\d+) runs)") is { Success: true } lines)
                Assert.Equal(runs == 1 ? "" : $"{runs}", lines.Groups[1].Value);
        }
    }

    [Fact]
    public void There_is_a_check_for_every_kind_of_figure_and_the_made_up_results_have_each()
    {
        string[] classes = [.. typeof(FigureCatalog).Assembly.GetTypes()
            .Where(static type => type.Namespace == typeof(FigureCatalog).Namespace
                && type.Name.EndsWith("Figure", StringComparison.Ordinal))
            .Select(static type => type.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(classes, s_checks.Select(static check => check.Class).Order(StringComparer.Ordinal));
        var results = new RandomResults(1, 3, 3);
        string[] names = [.. FigureCatalog.Describe(results.Comparison, results.Epochs, new DynamicsTable(results.Rows))
            .Select(static figure => figure.Name)];
        Assert.All(s_checks, check => Assert.Contains(names, name => Regex.IsMatch(name, check.Names)), throwIfEmpty: true);
    }

    [Fact]
    public void A_mixture_whose_end_was_not_measured_says_nothing_of_its_deviation()
    {
        var results = new RandomResults(1, 1, 1);
        RunMeasurement[] rows = [.. results.Rows.Where(static row => row.Optimizer != "lion-sgd-0")];
        string title = Assert.Single(MixtureFigure.Describe(results.Comparison, new DynamicsTable(rows))).Title;
        Assert.StartsWith("From λ_L = 0 to 1, the loss at iteration 100 goes from ", title, StringComparison.Ordinal);
    }

    [Fact]
    public void Ends_that_are_level_with_others_are_not_called_the_least_and_the_most_heavy_tailed()
    {
        RunMeasurement[] rows = [.. from one in new[] { ("l2o", 0.82, 0.0), ("adam", 0.80, 0.05), ("sgd", 0.5, 0.0) }
                                    from run in Enumerable.Range(0, 3)
                                    select SampleDynamics.Row(one.Item1, run, 1, "update_tail_index",
                                        one.Item2 + one.Item3 * (run - 1) + 0.001 * run)];
        Assert.Equal("The updates of L2O are less heavy-tailed (mean α 0.821) than those of SGD (0.501)",
            TailIndexFigure.Describe(new DynamicsTable(rows))!.Title);
    }
}
