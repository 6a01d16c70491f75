using L2O.Reporting.Figures.Drawing.Ticks;
using L2O.Reporting.Figures.Models;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>Finds a place for an inset where it covers no data; where there is none, the vertical axis is raised until there is.</summary>
internal static class InsetPlacement
{
    private const float Width = 0.48f;
    private const float Height = 0.46f;
    private const float Edge = 0.02f;

    /// <summary>The place as shares of the data area, from its upper left corner.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="x">Its horizontal axis.</param>
    /// <param name="y">Its vertical axis; may be raised.</param>
    internal static SKRect Find(PanelModel panel, AxisScale x, AxisScale y)
    {
        SKPoint[] points = [.. panel.Series.SelectMany(series => Points(series, x, y))];
        foreach (SKRect corner in (SKRect[])[Place(true, true), Place(false, true), Place(true, false), Place(false, false)])
            if (!points.Any(corner.Contains))
                return corner;
        SKRect place = Place(isRight: true, isUpper: true);
        float highest = points.Where(point => point.X >= place.Left).Select(static point => 1 - point.Y).DefaultIfEmpty(0).Max();
        y.RaiseTo(y.Low + ((y.High - y.Low) * highest / (1 - Height - (2 * Edge))));
        return place;
    }

    private static SKRect Place(bool isRight, bool isUpper) => SKRect.Create(
        isRight ? 1 - Width - Edge : Edge, isUpper ? Edge : 1 - Height - Edge, Width, Height);

    /// <summary>The drawn points as shares of the data area; lines are followed between their points.</summary>
    private static IEnumerable<SKPoint> Points(SeriesModel series, AxisScale x, AxisScale y)
    {
        (IReadOnlyList<double> horizontal, IReadOnlyList<double>[] vertical) = series switch
        {
            LineSeries line => (line.X, [line.Y, line.Low, line.High]),
            PointSeries points => ((IReadOnlyList<double>)points.X, (IReadOnlyList<double>[])[points.Y]),
            _ => ([], []),
        };
        foreach (IReadOnlyList<double> values in vertical.Where(static values => values.Count > 0))
            for (int i = 0; i < values.Count; i++)
                for (int part = 0; part < (series is LineSeries && i + 1 < values.Count ? 5 : 1); part++)
                {
                    double share = part / 5.0;
                    int next = Math.Min(i + 1, values.Count - 1);
                    double left = Share(x.At(horizontal[i]), x), right = Share(x.At(horizontal[next]), x);
                    double from = Share(y.At(values[i]), y), to = Share(y.At(values[next]), y);
                    var point = new SKPoint((float)(left + (share * (right - left))), (float)(1 - (from + (share * (to - from)))));
                    if (float.IsFinite(point.X) && float.IsFinite(point.Y) && point.Y is >= 0 and <= 1)
                        yield return point;
                }
    }

    private static double Share(double coordinate, AxisScale axis) => (coordinate - axis.Low) / (axis.High - axis.Low);
}
