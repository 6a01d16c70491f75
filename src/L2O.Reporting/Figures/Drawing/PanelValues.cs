using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>All values that a panel shows along its axes; guides stretch no horizontal axis.</summary>
internal static class PanelValues
{
    internal static IEnumerable<double> Horizontal(PanelModel panel) =>
        panel.Series.SelectMany(static IEnumerable<double> (series) => series switch
    {
        LineSeries { IsGuide: false } line => line.X.Where((_, i) => double.IsFinite(line.Y[i])),
        PointSeries points => points.X,
        HistogramSeries histogram => histogram.Edges,
        HeatSeries heat => Ends(HeatPlottable.AreaOf(heat).Left, HeatPlottable.AreaOf(heat).Right),
        _ => [],
    });

    internal static IEnumerable<double> Vertical(PanelModel panel) =>
        panel.Series.SelectMany(static IEnumerable<double> (series) => series switch
    {
        LineSeries line => line.Y.Concat(line.Low).Concat(line.High),
        PointSeries points => points.Y,
        HistogramSeries histogram => Ends(histogram.Baseline, histogram.Baseline + histogram.Heights.DefaultIfEmpty(0).Max()),
        HeatSeries heat => Ends(HeatPlottable.AreaOf(heat).Bottom, HeatPlottable.AreaOf(heat).Top),
        _ => [],
    });

    private static double[] Ends(double low, double high) => [low, high];
}
