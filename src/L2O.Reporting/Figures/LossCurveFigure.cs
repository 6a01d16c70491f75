using L2O.MetaTesting;
using L2O.Optimizees.Losses;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Training loss against iteration, a panel for each optimizee, all with the same vertical range: the mean over the runs as
/// a line, a band around it, a cross where a run diverged. The title says who reaches the threshold first, or, with another loss, who ends
/// lowest, as far as the runs decide it.
/// </summary>
internal static class LossCurveFigure
{
    /// <summary>Width in iterations of the moving average that takes out most of the noise between batches.</summary>
    public const int DefaultSmoothing = ComparisonTable.Window;

    /// <summary>Describes the optimizees.</summary>
    /// <param name="comparison">Stored results.</param>
    /// <param name="optimizee">The only optimizee to show; null for all of them.</param>
    /// <param name="options">How; null for the defaults.</param>
    /// <exception cref="ArgumentException">There are no such curves.</exception>
    public static FigureModel Describe(Comparison comparison, string? optimizee = null, CurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        CurveOptions chosen = options ?? new CurveOptions();
        CurveBand[] all = [.. CurveBand.From(comparison, CurveMeasure.TrainLoss, chosen.Smoothing, chosen.Band)];
        CurveBand[] bands = optimizee is null ? all : [.. all.Where(band => band.Optimizee == optimizee)];
        if (bands.Length == 0)
        {
            string there = string.Join(", ", all.Select(static band => band.Optimizee).Distinct());
            throw new ArgumentException($"no curves of optimizee '{optimizee}'; the results have {there}", nameof(optimizee));
        }
        (double low, double high) = CurvePanel.LossRange(bands,
            [.. bands.SelectMany(band => Guides(comparison, band.Optimizee))]);
        var vertical = new AxisModel($"training loss ({LossText.Unit(comparison.Loss)})",
            chosen.IsLogarithmic)
        { Low = chosen.IsLogarithmic ? low : 0, High = high };
        PanelModel[] panels = [.. bands.GroupBy(static band => band.Optimizee)
            .Select(group => Panel(group.Key, [.. group], vertical, comparison, chosen))];
        string inset = panels.Any(static panel => panel.Inset is not null) ? $"Inset: the first {chosen.InsetIterations} iterations." : "";
        return new FigureModel(
            optimizee is null ? "loss" : $"loss-{FigureText.Slug(optimizee)}",
            Title(comparison, [.. bands.Select(static band => band.Optimizee).Distinct()]),
            $"Data {comparison.Data}, {FigureText.Count(comparison.Iterations, "iteration")}. " +
                $"{CurvePanel.Legend(bands, chosen.Smoothing, chosen.Band)}",
            [.. panels])
        {
            PictureNote = inset,
        };
    }

    private static PanelModel Panel(string optimizee, IReadOnlyList<CurveBand> bands, AxisModel vertical,
        Comparison comparison, CurveOptions options)
    {
        int iterations = comparison.Iterations;
        PanelModel panel = CurvePanel.Of(optimizee, bands, vertical, iterations);
        bool isShared = comparison.Curves.Select(curve => comparison.LossThresholdOn(curve.Optimizee)).Distinct().Count() == 1;
        IEnumerable<SeriesModel> guides = Guides(comparison, optimizee).Select(threshold => new LineSeries(
            isShared ? $"loss {NumberText.Plain(threshold)}" : "threshold", "", [0, iterations], [threshold, threshold])
        {
            IsGuide = true,
        });
        return CurvePanel.WithInset(panel with { Series = [.. guides, .. panel.Series] }, bands, options.InsetIterations, iterations);
    }

    /// <summary>The threshold that is counted to, where losses are the nats of a softmax.</summary>
    private static double[] Guides(Comparison comparison, string optimizee) => comparison.Loss == LossKind.Softmax
        ? [comparison.LossThresholdOn(optimizee)] : [];

    private static string Title(Comparison comparison, IReadOnlyList<string> optimizees)
    {
        if (comparison.Loss != LossKind.Softmax)
            return Lowest(comparison, optimizees);
        ComparisonRow[] rows = [.. ComparisonTable.From(comparison).Rows.Where(row => optimizees.Contains(row.Optimizee))];
        string[] thresholds = [.. rows.Select(static row => NumberText.Plain(row.Threshold)).Distinct()];
        string threshold = thresholds.Length == 1 ? $"a training loss of {thresholds[0]}" : "the loss threshold";
        ComparisonRow[][] ranked = [.. rows.GroupBy(static row => row.Optimizee).Select(static group => Ranked(group))
            .Where(static ranking => ranking.Length > 0)];
        if (ranked.Length == 0)
            return $"No optimizer reaches {threshold} in {FigureText.Count(comparison.Iterations, "iteration")}";
        if (optimizees.Count == 1)
            return string.Join(", ", ranked[0].Take(3).Select((row, i) =>
                i == 0 ? $"{Name(row)} reaches {threshold} after {At(row)} iterations" : $"{Name(row)} after {At(row)}"));
        return WinnerText.Of(rows, RankedQuantity.Iterations, $"reaches {threshold} first");
    }

    private static string Lowest(Comparison comparison, IReadOnlyList<string> optimizees)
    {
        ComparisonRow[] rows = [.. ComparisonTable.From(comparison).Rows.Where(row => optimizees.Contains(row.Optimizee))];
        ComparisonRow[][] ranked =
            [.. rows.Where(static row => row.DivergedRuns == 0 && double.IsFinite(row.TrainLoss.Mean))
            .GroupBy(static row => row.Optimizee)
                .Select(static group => (ComparisonRow[])[.. group.OrderBy(static row => row.TrainLoss.Mean)])];
        if (ranked.Length == 0)
            return "All optimizers diverge at least once";
        if (optimizees.Count == 1)
            return string.Join(", ", ranked[0].Take(3)
                .Select((row, i) => i == 0 ? $"{Name(row)} ends with a training loss of {NumberText.Loss(row.TrainLoss.Mean)}"
                : $"{Name(row)} with {NumberText.Loss(row.TrainLoss.Mean)}"));
        return WinnerText.Of(rows, RankedQuantity.TrainLoss, "ends with the lowest training loss");
    }

    private static ComparisonRow[] Ranked(IEnumerable<ComparisonRow> rows) =>
        [.. rows.Where(static row => double.IsFinite(row.MedianIterations)).OrderBy(static row => row.MedianIterations)];

    private static string Name(ComparisonRow row) => OptimizerPalette.ShortLabel(row.Optimizer);

    private static string At(ComparisonRow row) => NumberText.Count(row.MedianIterations);
}
