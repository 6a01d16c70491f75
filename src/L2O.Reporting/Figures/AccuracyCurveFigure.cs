using L2O.MetaTesting;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
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
            "accuracy", Title(bands, what, comparison.Iterations),
            $"Data {comparison.Data}, {FigureText.Count(comparison.Iterations, "iteration")}; accuracy on " +
                $"{(isTested ? "one test batch at a time" : "the training batches")}. {CurvePanel.Legend(bands, smoothing, chosen.Band)}",
            [.. bands.GroupBy(static band => band.Optimizee)
                .Select(group => CurvePanel.Of(group.Key, [.. group], vertical, comparison.Iterations))]);
    }

    private static string Title(CurveBand[] bands, string what, int iterations)
    {
        CurveBand[] best =
        [
            .. bands.Where(static band => band.Iterations.Count > 0 && band.DivergedRuns == 0).GroupBy(static band => band.Optimizee)
                .Select(static group => group.MaxBy(static band => band.Mean[^1])!),
        ];
        int networks = bands.Select(static band => band.Optimizee).Distinct().Count();
        if (best.Length == 0)
            return "Every optimizer diverged at least once";
        if (networks == 1)
            return $"{OptimizerPalette.ShortLabel(best[0].Optimizer)} has the highest {what} at the end: " +
                $"{FigureText.Number(100 * best[0].Mean[^1])}\u00A0%";
        IGrouping<string, CurveBand> first = best.GroupBy(static band => band.Optimizer)
            .OrderByDescending(static group => group.Count()).First();
        return $"{OptimizerPalette.ShortLabel(first.Key)} has the highest {what} after {FigureText.Count(iterations, "iteration")} on " +
            $"{FigureText.Share(first.Count(), networks)}";
    }
}
