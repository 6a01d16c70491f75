using L2O.Optimizees.Losses;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Tables;

/// <summary>One column of a comparison table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">A row's cell.</param>
/// <param name="Ranked">By what its best row is found; null where no row is best.</param>
internal sealed record ComparisonColumn(string Title, Func<ComparisonRow, string> Text, RankedQuantity? Ranked = null)
{
    /// <summary>Behind a learning rate that lies beyond the grid that was tried first.</summary>
    public const string Extended = "(extended)";

    /// <summary>Behind a learning rate that is the least or greatest of those tried.</summary>
    public const string AtEnd = "(end)";

    /// <summary>
    /// The columns that a comparison's numbers fill: those of iterations to a loss in nats belong to softmax, accuracies to classes, R² to
    /// estimates.
    /// </summary>
    /// <param name="loss">What was minimized.</param>
    /// <param name="rows">All rows.</param>
    public static ComparisonColumn[] For(LossKind loss, IReadOnlyList<ComparisonRow> rows)
    {
        bool isSoftmax = loss == LossKind.Softmax;
        return
        [
            new("optimizer", static row => OptimizerPalette.Label(row.Optimizer)),
            new("learning rate", Rate),
            .. isSoftmax ? Crossings(rows) : [],
            new("train loss", static row => Final(row, NumberText.Loss(row.TrainLoss), explains: true), RankedQuantity.TrainLoss),
            new("test loss", static row => Final(row, NumberText.Loss(row.TestLoss)), RankedQuantity.TestLoss),
            .. isSoftmax || rows.Any(static row => !double.IsNaN(row.TrainAccuracy.Mean)) ? s_accuracies : [],
            .. rows.Any(static row => !double.IsNaN(row.TrainR2.Mean)) ? s_determinations : [],
        ];
    }

    /// <summary>Titles name the threshold where all networks have the same; else the sections do.</summary>
    private static ComparisonColumn[] Crossings(IReadOnlyList<ComparisonRow> rows)
    {
        double[] thresholds = [.. rows.Select(static row => row.Threshold).Distinct()];
        string? one = thresholds.Length == 1 ? NumberText.Plain(thresholds[0]) : null;
        return
        [
            new(one is null ? "iterations to threshold" : $"iterations to loss {one}", Iterations, RankedQuantity.Iterations),
            new($"first batch under {one ?? "threshold"}", static row => double.IsFinite(row.MedianFirstBatch)
                ? NumberText.Count(row.MedianFirstBatch) : "-", RankedQuantity.FirstBatch),
        ];
    }

    private static readonly ComparisonColumn[] s_accuracies =
    [
        new("train accuracy %", static row => Final(row, NumberText.Percent(row.TrainAccuracy)), RankedQuantity.TrainErrors),
        new("test accuracy %", static row => Final(row, NumberText.Percent(row.TestAccuracy)), RankedQuantity.TestErrors),
    ];

    private static readonly ComparisonColumn[] s_determinations =
    [
        new("train R²", static row => Final(row, NumberText.Loss(row.TrainR2)), RankedQuantity.TrainR2),
        new("test R²", static row => Final(row, NumberText.Loss(row.TestR2)), RankedQuantity.TestR2),
    ];

    private static string Rate(ComparisonRow row) => row.LearningRate is not { } rate ? "-"
        : NumberText.Plain(rate) + (row.Schedule.Length > 0 ? $" {row.Schedule}" : "")
            + (row.IsRateAtEnd ? $" {AtEnd}" : row.IsRateExtended ? $" {Extended}" : "");

    private static string Iterations(ComparisonRow row)
    {
        string median = double.IsFinite(row.MedianIterations) ? NumberText.Count(row.MedianIterations) : "-";
        if (row.ReachedRuns < row.Runs)
            return $"{median} ({row.ReachedRuns} of {row.Runs})";
        return row.Runs > 1 ? $"{median} ({NumberText.Count(row.Iterations)})" : median;
    }

    private static string Final(ComparisonRow row, string text, bool explains = false)
    {
        if (row.DivergedRuns == 0)
            return text;
        return explains ? $"diverged ({row.DivergedRuns} of {row.Runs})" : "-";
    }
}
