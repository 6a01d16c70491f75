using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class ComparisonTableTests
{
    [Theory]
    [InlineData(0.3124, 0.0141, "0.312 ± 0.014")]
    [InlineData(0.03124, 0.00141, "0.0312 ± 0.0014")]
    [InlineData(2.3026, double.NaN, "2.303")]
    [InlineData(12.345, 1.2, "12.35 ± 1.20")]
    [InlineData(123456, 2, "1.2e5 ± 2.0e0")]
    [InlineData(0.00012, double.NaN, "1.2e-4")]
    [InlineData(double.NaN, double.NaN, "-")]
    public void A_loss_shows_sensible_digits(double mean, double deviation, string text) =>
        Assert.Equal(text, NumberText.Loss(new Spread(mean, deviation, 3)));

    [Theory]
    [InlineData(0.0005, "0.0005")]
    [InlineData(3, "3")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(2e6, "2e6")]
    public void A_learning_rate_is_a_plain_number(double rate, string text) => Assert.Equal(text, NumberText.Plain(rate));

    [Fact]
    public void Spread_is_mean_and_sample_standard_deviation()
    {
        Assert.Equal(new Spread(4, 2, 3), Spread.Of([2, 4, 6]));
        Assert.Equal(new Spread(5, double.NaN, 1), Spread.Of([5]));
        Assert.Equal(0, Spread.Of([]).Count);
    }

    [Fact]
    public void Text_table_has_the_known_answer()
    {
        string[] lines = TextTable.Render(ComparisonTable.From(Known())).Split('\n');

        Assert.Equal(
            [
                "net",
                "  optimizer      learning  iterations         first            train              test             train         test",
                "                 rate      to loss 0.5        batch under 0.5  loss               loss             accuracy %    " +
                    "accuracy %",
                "  -------------  --------  -----------------  ---------------  -----------------  ---------------  ------------  " +
                    "------------",
                "  L2O (learned)  -         10 (11.0 ± 3.6) =  10 =             0.300 ± 0.020      0.350 ± 0.020    91.0 ± 1.0 =  89.0 " +
                    "± 1.0 =",
                "  Adam           0.05      20 (2 of 3) =      20 =             0.200 ± 0.000 *    0.250 ± 0.000 *  90.0 ± 0.0 =  " +
                    "88.0 ± 0.0 =",
                "  SGD            1         - (1 of 3)         -                diverged (1 of 3)  -                -             -",
                "",
                "* best of the column",
                "= level at the top: the 95 % interval of the difference, run by run, holds 0.",
                "",
            ],
            lines);
    }

    [Fact]
    public void Markdown_table_marks_the_best_in_bold_and_escapes_pipes()
    {
        Comparison known = Known();
        string[] lines = MarkdownTable.Render(ComparisonTable.From(known with
        {
            Curves = [.. known.Curves.Select(static curve => curve with { Optimizee = "a|b" })],
        }).Model()).Split('\n');

        Assert.Equal("|---|---|---|---|---|---|---|---|---|", lines[1]);
        Assert.Equal(
            "| a\\|b | L2O (learned) | - | 10 (11.0 ± 3.6) = | 10 = | 0.300 ± 0.020 | 0.350 ± 0.020 | 91.0 ± 1.0 = | 89.0 ± 1.0 = |",
            lines[2]);
        Assert.Contains(" | **0.200 ± 0.000** | **0.250 ± 0.000** | ", lines[3], StringComparison.Ordinal);
        Assert.All(lines[..5], line => Assert.Equal(lines[1].Count(static c => c == '|'),
            line.Replace("\\|", "", StringComparison.Ordinal).Count(static c => c == '|')));
    }

    [Fact]
    public void Html_table_has_scoped_headers_and_escaped_text()
    {
        Comparison known = Known();
        string html = HtmlTable.Render(ComparisonTable.From(known with
        {
            Curves = [.. known.Curves.Select(static curve => curve with { Optimizee = "<b>&" })],
        }).Model());

        Assert.Contains("<th scope=\"rowgroup\" colspan=\"8\">&lt;b&gt;&amp;</th>", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"col\">learning rate</th>", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">Adam</th><td>-</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td><strong>0.200 &#177; 0.000</strong></td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_names_winner_runner_up_and_factor() => Assert.Equal(
        ["On net, L2O (learned) reached a training loss of 0.5 after 10 iterations (median of 3 runs), 2.0 times as fast as Adam, the " +
            "next, with 20."],
        ComparisonVerdict.Sentences(ComparisonTable.From(Known() with
        {
            Curves = [.. new[] { ("l2o", 8), ("l2o", 10), ("l2o", 15), ("adam", 18), ("adam", 20), ("adam", 26) }
                .Select(static (one, i) => Curve(one.Item1, i % 3, one.Item2, 0.3, 0.9))],
        })));

    [Fact]
    public void Verdict_names_nobody_where_the_runs_leave_it_open() => Assert.Equal(
        ["On net, L2O (learned) and Adam are level in reaching a training loss of 0.5: L2O (learned) after 10 iterations and Adam after " +
            "20 iterations."],
        ComparisonVerdict.Sentences(ComparisonTable.From(Known())));

    [Fact]
    public void The_table_says_where_a_rate_lies_at_the_end_or_beyond_the_grid_and_which_threshold_is_counted_to()
    {
        Comparison known = Known();
        ComparisonTable table = ComparisonTable.From(known with
        {
            Curves = [.. known.Curves, .. known.Curves.Select(static curve => curve with { Optimizee = "other" })],
            Searches = [new("net", "adam", 0.1, [9], false), new("net", "adam", 0.2, [8], true), new("net", "sgd", 3, [7], false),
                new("net", "sgd", 10, [6], true, true), new("net", "sgd", 30, [7], false, true)],
            LossThresholds = known.LossThresholds.Add("other", 0.45),
        });
        string text = TextTable.Render(table);

        Assert.Contains(" 0.2 (end) ", text, StringComparison.Ordinal);
        Assert.Contains(" 10 (extended) ", text, StringComparison.Ordinal);
        Assert.Contains("\n(extended) the grid of learning rates was extended, because its least or greatest won.\n", text,
            StringComparison.Ordinal);
        Assert.Contains("\n(end) the least or greatest learning rate tried won: a better one may lie beyond it.\n", text,
            StringComparison.Ordinal);
        Assert.Contains("\nother (threshold 0.45)\n", text, StringComparison.Ordinal);
        Assert.Equal(["iterations to threshold", "first batch under threshold"], table.Columns.Skip(2).Take(2));
        Assert.Contains("On other, no optimizer reached a training loss of 0.45", ComparisonVerdict.Sentences(table)[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public void Verdict_covers_ties_a_lone_winner_and_nobody()
    {
        Assert.Equal("On net, one run of each does not decide who is ahead in reaching a training loss of 0.5: L2O (learned) after 7 " +
            "iterations and Adam after 7 iterations.",
            Verdict(("l2o", 7), ("adam", 7)));
        Assert.Equal("On net, only Adam reached a training loss of 0.5, after 9 iterations.", Verdict(("l2o", null), ("adam", 9)));
        Assert.Equal("On net, Adam reached a training loss of 0.5 after 9 iterations.", Verdict(("adam", 9)));
        Assert.Equal("On net, no optimizer reached a training loss of 0.5 in most of its runs; one run of each does not decide " +
            "who is ahead at the end: L2O (learned) 0.300 and SGD 0.300.",
            Verdict(("l2o", null), ("sgd", null)));
    }

    [Fact]
    public void Optimizers_keep_their_colors_whatever_they_are_compared_with()
    {
        IReadOnlyDictionary<string, string> few = OptimizerPalette.Colors(["adam", "l2o"]);
        IReadOnlyDictionary<string, string> many = OptimizerPalette.Colors(["lion", "zoo", "sgd", "l2o", "adam", "mine"]);

        Assert.Equal(few["adam"], many["adam"]);
        Assert.Equal(few["l2o"], many["l2o"]);
        Assert.Equal(6, many.Values.Distinct().Count());
    }

    private static string Verdict(params (string Optimizer, int? Reached)[] optimizers) => ComparisonVerdict.Sentences(ComparisonTable.From(
        new Comparison("digits", 50, [.. optimizers.Select(static o => Curve(o.Optimizer, 0, o.Reached, 0.3, 0.9))], [])))[0];

    /// <summary>l2o reaches 0.5 in all runs, adam in two of three, sgd in one and diverges in another.</summary>
    private static Comparison Known() => new(
        "digits",
        50,
        [
            Curve("l2o", 0, 8, 0.28, 0.90), Curve("l2o", 1, 10, 0.30, 0.91), Curve("l2o", 2, 15, 0.32, 0.92),
            Curve("adam", 0, 18, 0.2, 0.9), Curve("adam", 1, 20, 0.2, 0.9), Curve("adam", 2, null, 0.2, 0.9),
            Curve("sgd", 0, 30, 0.4, 0.8), Curve("sgd", 1, null, 0.6, 0.8), Curve("sgd", 2, null, double.NaN, double.NaN),
        ],
        [
            new("net", "adam", 0.1, [9], false), new("net", "adam", 0.05, [8], true), new("net", "adam", 0.01, [9], false),
            new("net", "sgd", 1, [7], true),
        ]);

    private static LossCurve Curve(string optimizer, int run, int? reached, double loss, double accuracy) => new(
        "net",
        optimizer,
        run,
        [.. Enumerable.Range(1, 50).Select(i => new CurvePoint(i, i < (reached ?? 51) ? 0.54 : 0.46, 0.1, double.NaN, double.NaN))],
        new LossAndAccuracy(loss, accuracy),
        new LossAndAccuracy(loss + 0.05, accuracy - 0.02));
}
