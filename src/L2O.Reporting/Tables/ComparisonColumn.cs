using L2O.Numerics;
using L2O.Optimizees.Losses;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Tables;

/// <summary>One column of a comparison table.</summary>
/// <param name="Title">Its heading.</param>
/// <param name="Text">A row's cell.</param>
/// <param name="Rank">What the column's best row has least of; null where no row is best.</param>
internal sealed record ComparisonColumn(string Title, Func<ComparisonRow, string> Text, Func<ComparisonRow, double>? Rank = null)
{
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
            new("learning rate", static row => row.LearningRate is { } rate ? NumberText.Plain(rate) : "-"),
            .. isSoftmax ? s_iterations : [],
            new("train loss", static row => Final(row, NumberText.Loss(row.TrainLoss), explains: true), static row =>
                Comparable(row, row.TrainLoss)),
            new("test loss", static row => Final(row, NumberText.Loss(row.TestLoss)), static row => Comparable(row, row.TestLoss)),
            .. isSoftmax || rows.Any(static row => !double.IsNaN(row.TrainAccuracy.Mean)) ? s_accuracies : [],
            .. rows.Any(static row => !double.IsNaN(row.TrainR2.Mean)) ? s_determinations : [],
        ];
    }

    private static readonly ComparisonColumn[] s_iterations =
    [
        new("iterations to loss 0.5", Iterations, static row => row.MedianIterations),
        new("first batch under 0.5", static row => double.IsFinite(row.MedianFirstBatch) ? NumberText.Count(row.MedianFirstBatch)
            : "-", static row => row.MedianFirstBatch),
    ];

    private static readonly ComparisonColumn[] s_accuracies =
    [
        new("train accuracy %", static row => Final(row, NumberText.Percent(row.TrainAccuracy)), static row =>
            Comparable(row, row.TrainAccuracy, -1)),
        new("test accuracy %", static row => Final(row, NumberText.Percent(row.TestAccuracy)), static row =>
            Comparable(row, row.TestAccuracy, -1)),
    ];

    private static readonly ComparisonColumn[] s_determinations =
    [
        new("train R²", static row => Final(row, NumberText.Loss(row.TrainR2)), static row => Comparable(row, row.TrainR2, -1)),
        new("test R²", static row => Final(row, NumberText.Loss(row.TestR2)), static row => Comparable(row, row.TestR2, -1)),
    ];

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

    /// <summary>Smaller is better; infinite for an optimizer that diverged: a mean over the survivors would flatter it.</summary>
    private static double Comparable(ComparisonRow row, Spread spread, int sign = 1) =>
        row.DivergedRuns == 0 && !double.IsNaN(spread.Mean) ? sign * spread.Mean : double.PositiveInfinity;
}
