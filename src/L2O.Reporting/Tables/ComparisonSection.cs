using L2O.Numerics;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Tables;

/// <summary>The part of a comparison table that belongs to one optimizee, formatted: a line for each optimizer.</summary>
public sealed class ComparisonSection
{
    /// <summary>Formats the rows of one optimizee.</summary>
    /// <param name="optimizee">Its name.</param>
    /// <param name="rows">A row for each optimizer.</param>
    public ComparisonSection(string optimizee, IReadOnlyList<ComparisonRow> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        Optimizee = optimizee;
        double median = Least(rows, static row => row.MedianIterations);
        double firstBatch = Least(rows, static row => row.MedianFirstBatch);
        double trainLoss = Least(rows, static row => Comparable(row, row.TrainLoss));
        double testLoss = Least(rows, static row => Comparable(row, row.TestLoss));
        double trainError = Least(rows, static row => Comparable(row, row.TrainAccuracy, -1));
        double testError = Least(rows, static row => Comparable(row, row.TestAccuracy, -1));
        Lines =
        [
            .. rows.Select(row => (IReadOnlyList<ComparisonCell>)
            [
                new ComparisonCell(OptimizerPalette.Label(row.Optimizer), false),
                new ComparisonCell(row.LearningRate is { } rate ? NumberText.Plain(rate) : "-", false),
                new ComparisonCell(Iterations(row), row.MedianIterations.Equals(median)),
                new ComparisonCell(double.IsFinite(row.MedianFirstBatch) ? NumberText.Count(row.MedianFirstBatch) : "-",
                    row.MedianFirstBatch.Equals(firstBatch)),
                new ComparisonCell(Final(row, NumberText.Loss(row.TrainLoss), true), Comparable(row, row.TrainLoss).Equals(trainLoss)),
                new ComparisonCell(Final(row, NumberText.Loss(row.TestLoss), false), Comparable(row, row.TestLoss).Equals(testLoss)),
                new ComparisonCell(Final(row, NumberText.Percent(row.TrainAccuracy), false),
                    Comparable(row, row.TrainAccuracy, -1).Equals(trainError)),
                new ComparisonCell(Final(row, NumberText.Percent(row.TestAccuracy), false),
                    Comparable(row, row.TestAccuracy, -1).Equals(testError)),
            ]),
        ];
    }

    /// <summary>What each column shows; the first names the line.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "optimizer", "learning rate", "iterations to loss 0.5", "first batch under 0.5", "train loss",
            "test loss", "train accuracy %", "test accuracy %",
    ];

    /// <summary>How to read the cells, in one sentence a fact.</summary>
    public static string Legend { get; } =
        $"Iterations: median (mean ± standard deviation) over the runs of the first iteration with a training loss under 0.5, mean of " +
            $"{ComparisonTable.Window} batches around it; "
        + "\"(1 of 3)\" where only some runs got there. First batch: median of the first single batch under 0.5. Losses (nats) and " +
            "accuracies: last parameters on the whole split, mean ± standard deviation.";

    /// <summary>The optimizee's name.</summary>
    public string Optimizee { get; }

    /// <summary>A line for each optimizer, a cell for each of <see cref="Columns"/>.</summary>
    public IReadOnlyList<IReadOnlyList<ComparisonCell>> Lines { get; }

    private static string Iterations(ComparisonRow row)
    {
        string median = double.IsFinite(row.MedianIterations) ? NumberText.Count(row.MedianIterations) : "-";
        if (row.ReachedRuns < row.Runs)
            return $"{median} ({row.ReachedRuns} of {row.Runs})";
        return row.Runs > 1 ? $"{median} ({NumberText.Count(row.Iterations)})" : median;
    }

    private static string Final(ComparisonRow row, string text, bool explains)
    {
        if (row.DivergedRuns == 0)
            return text;
        return explains ? $"diverged ({row.DivergedRuns} of {row.Runs})" : "-";
    }

    /// <summary>Smaller is better; infinite for an optimizer that diverged: a mean over the survivors would flatter it.</summary>
    private static double Comparable(ComparisonRow row, Spread spread, int sign = 1) => row.DivergedRuns == 0
        ? sign * spread.Mean : double.PositiveInfinity;

    /// <summary>The best value of a column; a value that no row has where none is finite.</summary>
    private static double Least(IReadOnlyList<ComparisonRow> rows, Func<ComparisonRow, double> value)
    {
        double least = rows.Min(value);
        return double.IsFinite(least) ? least : double.NegativeInfinity;
    }
}
