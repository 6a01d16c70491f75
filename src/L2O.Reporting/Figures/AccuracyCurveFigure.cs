using L2O.MetaTesting;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Accuracy against iteration, a panel for each optimizee: on test batches where there are some, else on the training batches.
/// </summary>
internal static class AccuracyCurveFigure
{
    /// <summary>Describes all optimizees; null where no accuracy is a number.</summary>
    /// <param name="comparison">Stored results.</param>
    /// <param name="options">How; null for the defaults. Test batches are not smoothed: few iterations have one.</param>
    public static FigureModel? Describe(Comparison comparison, CurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        CurveOptions chosen = options ?? new CurveOptions();
        bool isTested = comparison.Curves.Any(static curve => curve.Points.Any(static point => !double.IsNaN(point.TestAccuracy)));
        int smoothing = isTested ? 1 : chosen.Smoothing;
        CurveBand[] bands =
            [.. CurveBand.From(comparison, isTested ? CurveMeasure.TestAccuracy : CurveMeasure.TrainAccuracy, smoothing, chosen.Band)];
        if (!bands.Any(static band => band.Iterations.Count > 0))
            return null;
        string what = isTested ? "test accuracy" : "training accuracy";
        var vertical = new AxisModel(what) { Low = 0, High = 1 };
        return new FigureModel(
            "accuracy", Title(comparison, isTested),
            $"Data {comparison.Data}, {FigureText.Count(comparison.Iterations, "iteration")}; accuracy on " +
                $"{(isTested ? "one test batch at a time" : "the training batches")}. {CurvePanel.Legend(bands, smoothing, chosen.Band)}",
            [.. bands.GroupBy(static band => band.Optimizee)
                .Select(group => CurvePanel.Of(group.Key, [.. group], vertical, comparison.Iterations))]);
    }

    /// <summary>From the whole splits at the end, which say more than the batches of the curves.</summary>
    private static string Title(Comparison comparison, bool isTested)
    {
        ComparisonRow[] rows = [.. ComparisonTable.From(comparison).Rows];
        string what = isTested ? "test accuracy" : "training accuracy";
        RankedQuantity quantity = isTested ? RankedQuantity.TestErrors : RankedQuantity.TrainErrors;
        if (rows.All(static row => row.DivergedRuns > 0))
            return "Every optimizer diverged at least once";
        if (rows.All(row => !double.IsFinite(quantity.Shown(row))))
            return char.ToUpperInvariant(what[0]) + what[1..];
        if (rows.Select(static row => row.Optimizee).Distinct().Count() > 1)
            return WinnerText.Of(rows, quantity, $"has the highest {what} at the end");
        var standing = Standing.Of(rows, quantity);
        ComparisonRow best = standing.Leader ?? rows[0];
        string end = $"{FigureText.Number(-100 * quantity.Shown(best))}\u00A0%";
        return standing.IsDecided ? $"{OptimizerPalette.ShortLabel(best.Optimizer)} has the highest {what} at the end: {end}"
            : rows.Length == 1 ? $"{OptimizerPalette.ShortLabel(best.Optimizer)} has a {what} of {end} at the end"
            : $"Level: no optimizer clearly has the highest {what} at the end";
    }
}
