using System.Globalization;
using System.Text.RegularExpressions;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Reporting.Documents;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

/// <summary>Every statement of a report is compared with the table beneath it: who is best, who is level, on how many networks.</summary>
public sealed class StatementTests
{
    private const int Iterations = 60;
    private static readonly string[] s_optimizers = ["l2o", "adam", "sgd"];

    public static TheoryData<int, int> Cases => [.. from seed in Enumerable.Range(1, 25) from runs in new[] { 1, 3 } select (seed, runs)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sentences_and_titles_say_what_the_marks_in_the_table_say(int seed, int runs)
    {
        Comparison comparison = Random(new Rng((ulong)seed), runs);
        ReportDocument report = ReportComposer.Compose([new StoredResults("test", comparison, [], DynamicsTable.Empty, [], null, "")]);
        TableModel table = report.Tables.First(static table => table.Title == "Results");
        int Column(string start) => table.Columns.IndexOf(table.Columns.First(title => title.StartsWith(start, StringComparison.Ordinal)));

        foreach ((string sentence, TableGroup group) in report.Findings.Zip(table.Groups))
            CompareSentence(sentence, group, Column("iterations to"), Column("train loss"));
        CompareTitle(report.Figures.First(static figure => figure.Name == "loss").Title, table, Column("iterations to"));
        CompareTitle(report.Figures.First(static figure => figure.Name == "accuracy").Title, table, Column("test accuracy"));
        if (runs == 1)
            Assert.DoesNotContain(table.Groups.SelectMany(static group => group.Rows).SelectMany(static row => row),
                static cell => cell.Best || cell.Level);
    }

    [Fact]
    public void Marks_follow_the_interval_of_the_difference_run_by_run()
    {
        LossCurve Run(string optimizer, int run, double accuracy) => Curve("net", optimizer, run, new Rng(1), 10) with
        {
            FinalTest = new LossAndAccuracy(0.5, accuracy),
        };
        // Runs scatter by far more than the optimizers differ, but run by run Adam is ahead by 0.01.
        ComparisonTable paired = ComparisonTable.From(new Comparison("digits", Iterations,
            [Run("adam", 0, 0.51), Run("adam", 1, 0.71), Run("adam", 2, 0.91),
                Run("sgd", 0, 0.5), Run("sgd", 1, 0.699), Run("sgd", 2, 0.9)], []));
        Assert.True(Standing.Of(paired.Rows, RankedQuantity.TestErrors).IsBest(paired.Rows[0]));
        // 0.99 beside 1 over two runs is nothing.
        ComparisonTable two = ComparisonTable.From(new Comparison("digits", Iterations,
            [Run("adam", 0, 0.90), Run("adam", 1, 0.92), Run("sgd", 0, 0.905), Run("sgd", 1, 0.90)], []));
        var standing = Standing.Of(two.Rows, RankedQuantity.TestErrors);
        Assert.False(standing.IsDecided);
        Assert.All(two.Rows, row => Assert.True(standing.IsLevel(row)));
    }

    [Theory]
    [InlineData(new[] { 1.0, 1.1, 0.9 }, 1)]
    [InlineData(new[] { -1.0, -1.1, -0.9 }, -1)]
    [InlineData(new[] { 1.0, 2.0 }, 0)] // of two runs the interval is thirteen standard errors wide
    [InlineData(new[] { 1.0, 5.0, -0.5 }, 0)]
    [InlineData(new[] { 1.0 }, 0)]
    public void A_difference_is_clear_where_students_interval_does_not_hold_0(double[] differences, int sign) =>
        Assert.Equal(sign, PairedDifference.Sign(differences));

    private static void CompareSentence(string sentence, TableGroup group, int iterations, int loss)
    {
        string[] best = Names(group, iterations, static cell => cell.Best), level = Names(group, iterations, static cell => cell.Level);
        if (Regex.Match(sentence, @", (?:only )?([^,]+) reached a .+ after (\d+)") is { Success: true } winner
            && !sentence.Contains("one run", StringComparison.Ordinal))
        {
            if (!sentence.Contains(", only ", StringComparison.Ordinal))
                Assert.Equal([winner.Groups[1].Value], best);
            Assert.StartsWith(winner.Groups[2].Value,
                group.Rows.First(row => row[0].Text == winner.Groups[1].Value)[iterations].Text, StringComparison.Ordinal);
        }
        else if (Regex.Match(sentence, @"^On \S+, (.+) are level in reaching") is { Success: true } together)
        {
            Assert.Empty(best);
            Assert.Equal(Listed(together.Groups[1].Value), level.Order());
        }
        else if (Regex.Match(sentence, @"; ([^;]+) ended lowest") is { Success: true } lowest)
            Assert.Equal([lowest.Groups[1].Value], Names(group, loss, static cell => cell.Best));
        else if (Regex.Match(sentence, @"; ([^;]+) are level at the end") is { Success: true } ended)
            Assert.Equal(Listed(ended.Groups[1].Value), Names(group, loss, static cell => cell.Level).Order());
        else
            Assert.Contains("one run of each does not decide", sentence, StringComparison.Ordinal);
    }

    private static void CompareTitle(string title, TableModel table, int column)
    {
        if (title.StartsWith("No optimizer", StringComparison.Ordinal))
            return;
        int Best(string name) => table.Groups.Count(group => group.Rows.Any(row => row[0].Text.StartsWith(name, StringComparison.Ordinal)
            && row[column].Best));
        int undecided = table.Groups.Count(group => !group.Rows.Any(row => row[column].Best));
        if (title.StartsWith("Level", StringComparison.Ordinal))
        {
            Assert.Equal(table.Groups.Length, undecided);
            return;
        }
        Match match = Regex.Match(title, @"^(\S+) .+? on (?:(\d+) of 3 networks|all 3 networks)(?:; level on (\d+) of 3 networks)?$");
        Assert.True(match.Success, title);
        Assert.Equal(match.Groups[2].Success ? Number(match.Groups[2]) : 3, Best(match.Groups[1].Value));
        Assert.Equal(match.Groups[3].Success ? Number(match.Groups[3]) : 0, undecided);
        Assert.All(s_optimizers, other => Assert.True(Best(other) <= Best(match.Groups[1].Value)));
    }

    private static int Number(Group group) => int.Parse(group.Value, CultureInfo.InvariantCulture);

    private static IEnumerable<string> Listed(string text) => text.Replace(" and ", ", ", StringComparison.Ordinal).Split(", ").Order();

    private static string[] Names(TableGroup group, int column, Func<ComparisonCell, bool> isMarked) =>
        [.. group.Rows.Where(row => isMarked(row[column])).Select(static row => row[0].Text)];

    private static Comparison Random(Rng rng, int runs) => new("digits", Iterations,
    [
        .. from optimizee in new[] { "one", "two", "three" }
           from optimizer in s_optimizers
           let time = 4 + 30 * rng.Split($"{optimizee} {optimizer}").NextDouble()
           from run in Enumerable.Range(0, runs)
           select Curve(optimizee, optimizer, run, rng.Split($"{optimizee} {optimizer}", (ulong)run), time),
    ], []);

    private static LossCurve Curve(string optimizee, string optimizer, int run, Rng rng, double time)
    {
        double own = time * (0.8 + 0.4 * rng.NextDouble()), end = 0.2 + own / 60 + 0.1 * rng.NextDouble();
        return new LossCurve(optimizee, optimizer, run,
            [.. Enumerable.Range(1, Iterations).Select(i => new CurvePoint(i, end + 2 * Math.Exp(-i / own), 0.5, 1, 0.5))],
            new LossAndAccuracy(end, 1 - end / 3), new LossAndAccuracy(end * 1.1, 1 - end / 2.8));
    }
}
