using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Reporting.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class GeneralizationTableTests
{
    [Fact]
    public void Losses_are_relative_to_the_best_tuned_baseline()
    {
        GeneralizationTable table = GeneralizationTable.From(new Comparison("digits", 2,
            [
                Run("near", "l2o", 0, 1, 2), Run("near", "l2o", 1, 2, 3), Run("near", "adam", 0, 4, 4),
                    Run("near", "sgd", 0, 6, 10), Run("near", "fixed", 0, 1, 1),
                Run("far", "l2o", 0, 3, 5), Run("far", "adam", 0, 5, 5), Run("far", "sgd", 0, 2, 2), Diverged("far", "fixed"),
            ],
            [Search("adam"), Search("sgd")]))!;

        Assert.Equal(["near", "far"], table.Optimizees);
        Assert.Equal(0.5, table.Find("l2o", "near")!.Relative);
        Assert.Equal(0.25, table.Find("fixed", "near")!.Relative); // not tuned: no yardstick
        Assert.Equal(2, table.Find("l2o", "far")!.Relative);
        Assert.Equal(["1.00", "2.00", "diverged"],
            new[] { ("adam", "near"), ("sgd", "near"),
            ("fixed", "far") }.Select(cell => GeneralizationTable.Show(table.Find(cell.Item1, cell.Item2))));
        string[] lines = table.Text().Split('\n');
        Assert.Equal(["near", "far"], lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(["L2O", "(learned)", "0.50", "2.00"], lines[2].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("<th scope=\"row\">Adam</th><td>1.00</td><td>2.50</td>", HtmlTable.Render(table.Model()), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_tuned_baselines_the_best_of_all_is_the_yardstick() =>
        Assert.Equal(3,
            GeneralizationTable.From(new Comparison("digits", 1,
            [Run("a", "x", 0, 1), Run("a", "y", 0, 3), Run("b", "x", 0, 1), Run("b", "y", 0, 1)], []))!.Find("y", "a")!.Relative);

    [Fact]
    public void One_network_or_one_optimizer_makes_no_table()
    {
        Assert.Null(GeneralizationTable.From(new Comparison("digits", 1, [Run("a", "x", 0, 1), Run("a", "y", 0, 3)], [])));
        Assert.Null(GeneralizationTable.From(new Comparison("digits", 1, [Run("a", "x", 0, 1), Run("b", "x", 0, 3)], [])));
    }

    private static LossCurve Run(string optimizee, string optimizer, int run, params double[] losses) => new(
        optimizee, optimizer, run, [.. losses.Select(static (loss, i) => new CurvePoint(i + 1, loss, 0.5, double.NaN, double.NaN))],
            new LossAndAccuracy(losses[^1], 0.5), new LossAndAccuracy(losses[^1], 0.5));

    private static LossCurve Diverged(string optimizee, string optimizer) =>
        new(optimizee, optimizer, 0, [], new LossAndAccuracy(double.NaN, double.NaN), new LossAndAccuracy(double.NaN, double.NaN));

    private static LearningRateTrial Search(string optimizer) => new("near", optimizer, 0.1, [1.0], true);
}
