using System.Globalization;
using System.Text;
using L2O.Optimizees.Losses;

namespace L2O.MetaTesting;

/// <summary>A comparison as a table of plain text.</summary>
internal static class ComparisonText
{
    private static readonly string[] s_header = ["network", "optimizer", "rate", "threshold", "under it at", "train loss", "test loss"];

    /// <summary>The table, one line a row, each ending in a line feed.</summary>
    /// <param name="comparison">What to show.</param>
    public static string Render(Comparison comparison)
    {
        string[][] rows = [s_header, .. comparison.Curves.GroupBy(static curve => (curve.Optimizee, curve.Optimizer))
            .Select(runs => Row(comparison, [.. runs]))];
        int[] widths = [.. Enumerable.Range(0, s_header.Length).Select(column => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row
                .Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            text.Append(string.Join("  ", cells).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    private static string[] Row(Comparison comparison, LossCurve[] runs)
    {
        LearningRateTrial? chosen = comparison.Searches
            .FirstOrDefault(trial => trial.Chosen && trial.Optimizee == runs[0].Optimizee && trial.Optimizer == runs[0].Optimizer);
        double threshold = comparison.LossThresholdOn(runs[0].Optimizee);
        return
        [
            runs[0].Optimizee, runs[0].Optimizer, chosen is null ? "-" : Rate(comparison, chosen),
            .. comparison.Loss == LossKind.Softmax ? (string[])[threshold.ToString(CultureInfo.InvariantCulture), Crossing(runs, threshold)]
                : ["-", "-"],
            Number(runs.Average(static run => run.FinalTrain.Loss)), Number(runs.Average(static run => run.FinalTest.Loss)),
        ];
    }

    private static string Rate(Comparison comparison, LearningRateTrial chosen) =>
        chosen.LearningRate.ToString(CultureInfo.InvariantCulture) + (chosen.Schedule.Length > 0 ? $" {chosen.Schedule}" : "")
        + (LearningRateTrial.IsAtEnd(comparison.Searches, chosen.Optimizee, chosen.Optimizer) ? " (end)" : "");

    /// <summary>The median over the runs; a run that never gets there counts as the latest.</summary>
    private static string Crossing(LossCurve[] runs, double threshold)
    {
        int[] crossings = [.. runs
            .Select(run => run.IterationsTo(threshold, LossCurve.ReportedWindow) ?? int.MaxValue).Order()];
        int median = crossings[(crossings.Length - 1) / 2];
        return median == int.MaxValue ? "never" : median.ToString(CultureInfo.InvariantCulture);
    }

    private static string Number(double value) => double.IsNaN(value) ? "diverged" : value.ToString("F4", CultureInfo.InvariantCulture);
}
