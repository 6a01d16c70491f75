using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Figures.Describing;

/// <summary>Which series a legend names: those of which something is to be seen.</summary>
internal static class LegendSeries
{
    /// <summary>The series with a name, in the order of the panels, colors of matrices left out: a color bar explains them.</summary>
    internal static IEnumerable<SeriesModel> In(FigureModel figure) =>
        from panel in figure.Panels
        from series in panel.Series
        where series.Name.Length > 0 && IsSeen(series, panel)
        select series;

    private static bool IsSeen(SeriesModel series, PanelModel panel) => series switch
    {
        LineSeries line => line.Y.Any(value => IsWithin(value, panel.Vertical)),
        PointSeries points => points.Y.Any(double.IsFinite),
        HistogramSeries => true,
        _ => false,
    };

    // What lies below a logarithmic axis is drawn on its lower edge.
    private static bool IsWithin(double value, AxisModel axis) => double.IsFinite(value) && !(value > axis.High)
        && (axis.IsLogarithmic || !(value < axis.Low));
}
