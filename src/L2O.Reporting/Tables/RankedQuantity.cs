using L2O.MetaTesting;
using L2O.Numerics;

namespace L2O.Reporting.Tables;

/// <summary>Something of which less is better, and by which optimizers are ranked.</summary>
/// <param name="Shown">The number that tables show; infinite for a row that is not to be compared.</param>
/// <param name="Value">The same of a single run.</param>
internal sealed record RankedQuantity(Func<ComparisonRow, double> Shown, Func<ComparisonRow, LossCurve, double> Value)
{
    /// <summary>
    /// Iterations to the threshold, mean of nine batches; a run that never gets there counts as if it did behind its last iteration.
    /// </summary>
    public static RankedQuantity Iterations { get; } = new(static row => row.MedianIterations,
        static (row, curve) => curve.IterationsTo(row.Threshold, ComparisonTable.Window) ?? row.PlannedIterations + 1);

    /// <summary>The same of single batches.</summary>
    public static RankedQuantity FirstBatch { get; } = new(static row => row.MedianFirstBatch,
        static (row, curve) => curve.IterationsTo(row.Threshold) ?? row.PlannedIterations + 1);

    /// <summary>Loss on the whole training split at the end.</summary>
    public static RankedQuantity TrainLoss { get; } = Final(static row => row.TrainLoss, static curve => curve.FinalTrain.Loss);

    /// <summary>Loss on the whole test split at the end.</summary>
    public static RankedQuantity TestLoss { get; } = Final(static row => row.TestLoss, static curve => curve.FinalTest.Loss);

    /// <summary>Errors, 1 less the accuracy, on the whole training split at the end.</summary>
    public static RankedQuantity TrainErrors { get; } =
        Final(static row => row.TrainAccuracy, static curve => curve.FinalTrain.Accuracy, -1);

    /// <summary>The same on the whole test split.</summary>
    public static RankedQuantity TestErrors { get; } = Final(static row => row.TestAccuracy, static curve => curve.FinalTest.Accuracy, -1);

    /// <summary>What R² lacks on the whole training split at the end.</summary>
    public static RankedQuantity TrainR2 { get; } = Final(static row => row.TrainR2, static curve => curve.FinalTrain.R2, -1);

    /// <summary>The same on the whole test split.</summary>
    public static RankedQuantity TestR2 { get; } = Final(static row => row.TestR2, static curve => curve.FinalTest.R2, -1);

    // An optimizer that diverged is not compared: a mean over the survivors would flatter it.
    private static RankedQuantity Final(Func<ComparisonRow, Spread> shown, Func<LossCurve, double> value, int sign = 1) => new(
        row => row.DivergedRuns == 0 && !double.IsNaN(shown(row).Mean) ? sign * shown(row).Mean : double.PositiveInfinity,
        (_, curve) => sign * value(curve));
}
