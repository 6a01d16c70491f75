using System.Collections.Immutable;
using System.Globalization;
using L2O.Reporting.Tables;
using L2O.Studies.Yardstick.Envelopes;
using L2O.Studies.Yardstick.Scores;

namespace L2O.Studies.Yardstick.Reports;

/// <summary>The scores as tables.</summary>
internal static class YardstickTables
{
    private const string ScoresCaption = "Next to Adam tuned for each task and horizon; 95 % intervals by resampling tasks and runs. "
        + "Speed-up: the steps that tuned Adam needs for the optimizer's final training loss, over those of the optimizer; where it does "
        + "not get there in twice as many (behind the +), 2. Ratios: training loss over Adam's, all steps and the last nine. Gain: test "
        + "accuracy or R² above Adam's. Speed-up, ratios and gain are means of the middle half of the tasks.";

    /// <summary>The main table: every optimizer at every horizon.</summary>
    public static TableModel Scores(YardstickResults results) => new($"Scores, suite {results.Suite}", ScoresCaption,
        ["optimizer", "speed-up", "", "in seconds", "mean ratio", "final ratio", "won", "improves", "gain", "diverged"],
        [.. results.Summaries.GroupBy(static one => one.Horizon).Select(static group => new TableGroup(Steps(group.Key),
            [.. group.Select(Row)]))])
    {
        GroupColumn = "steps",
    };

    /// <summary>What was measured next to each baseline; no groups where nothing was.</summary>
    public static TableModel Pairs(YardstickResults results) => new("Next to other baselines",
        "Share of the tasks with the lower final training loss, and the ratio of final training losses, the mean of the middle half.",
        ["optimizer", "next to", "won", "final ratio"],
        [.. results.Pairs.GroupBy(static one => one.Horizon).Select(static group => new TableGroup(Steps(group.Key),
            [.. group.Select(static one => Cells(one.Optimizer, one.Reference, Share(one.Won), Number(one.FinalRatio)))]))])
    {
        GroupColumn = "steps",
    };

    /// <summary>Every optimizer on every task.</summary>
    public static TableModel Tasks(YardstickResults results) => new("Tasks",
        "Final training loss, and next to tuned Adam as above; a step is gradient and update with one thread.",
        ["task", "optimizer", "setting", "final loss", "final ratio", "speed-up", "in seconds", "test metric", "diverged", "ms a step"],
        [.. results.Tasks.GroupBy(static one => one.Horizon).Select(static group => new TableGroup(Steps(group.Key),
            [.. group.Select(static one => Cells(one.Task, one.Optimizer, one.Setting == one.Optimizer ? "" : one.Setting,
                NumberText.Digits(one.FinalLoss), Two(one.FinalRatio), Two(one.SpeedUp) + (one.Reached ? "" : "+"), Two(one.TimeSpeedUp),
                NumberText.Digits(one.TestMetric), Percent(one.Diverged), NumberText.Digits(1000 * one.StepSeconds)))]))])
    {
        GroupColumn = "steps",
    };

    /// <summary>Ours beside published envelopes.</summary>
    /// <param name="rows">One for each task and length.</param>
    public static TableModel Envelopes(IEnumerable<EnvelopeRow> rows) => new("",
        "Training losses of Adam at its best constant rate, as published: a moving average that trails by some 200 steps, least over the "
            + "rates, never rising. Plain: mean of nine steps, without the average.",
        ["task", "step", "ours", "published", "ratio", "rate", "plain"],
        [TableGroup.Plain(rows.Select(static one => new[]
        {
            one.Task, NumberText.Digits(one.Step), NumberText.Digits(one.Ours), NumberText.Digits(one.Published), Two(one.Ratio),
            NumberText.Plain(one.Rate), NumberText.Digits(one.Unsmoothed),
        }))]);

    /// <summary>A line that says how an optimizer does.</summary>
    public static string Finding(ScoreSummary one) => one.SpeedUp.Value >= 1
        ? $"At {Steps(one.Horizon)} tuned Adam needs {Two(one.SpeedUp.Value)} times the steps of {one.Optimizer}, which wins "
            + $"{Percent(one.Won.Value)} of the tasks."
        : $"At {Steps(one.Horizon)} tuned Adam needs {Two(one.SpeedUp.Value)} of the steps of {one.Optimizer}, which wins "
            + $"{Percent(one.Won.Value)} of the tasks.";

    /// <summary>A number with two digits behind the point.</summary>
    public static string Two(double value) => double.IsNaN(value) ? "-" : double.IsInfinity(value) ? "infinite"
        : value.ToString(value < 100 ? "F2" : "F0", CultureInfo.InvariantCulture);

    private static ImmutableArray<ComparisonCell> Row(ScoreSummary one) => Cells(one.Optimizer, Number(one.SpeedUp),
        one.NotReached == 0 ? "" : $"+{one.NotReached}", Number(one.TimeSpeedUp), Number(one.MeanRatio), Number(one.FinalRatio),
        Share(one.Won), Share(one.Improvement), Points(one.TestGain), Percent(one.Diverged.Value));

    private static ImmutableArray<ComparisonCell> Cells(params string[] texts) =>
        [.. texts.Select(static text => new ComparisonCell(text, false))];

    private static string Steps(int horizon) => horizon.ToString("N0", CultureInfo.InvariantCulture) + " steps";

    private static string Number(Interval one) => double.IsNaN(one.Value) ? "-"
        : $"{Two(one.Value)} ({Two(one.Low)} to {Two(one.High)})";

    private static string Share(Interval one) => $"{Percent(one.Value)} ({Whole(one.Low)} to {Whole(one.High)})";

    private static string Points(Interval one) => double.IsNaN(one.Value) ? "-"
        : (100 * one.Value).ToString("+0.0;-0.0;0.0", CultureInfo.InvariantCulture) + " pt";

    private static string Percent(double share) => $"{Whole(share)} %";

    private static string Whole(double share) => (100 * share).ToString("F0", CultureInfo.InvariantCulture);
}
