using System.Collections.Immutable;
using L2O.Reporting.Figures.Drawing.Ticks;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using ScottPlot;
using ScottPlot.Plottables;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>Adds the series of a panel to a plot.</summary>
/// <param name="canvas">What the plot will be drawn on.</param>
/// <param name="plot">Where to.</param>
/// <param name="x">The horizontal axis.</param>
/// <param name="y">The vertical axis.</param>
/// <param name="styles">The figure's looks.</param>
internal sealed class SeriesDrawing(FigureCanvas canvas, Plot plot, AxisScale x, AxisScale y, FigureStyles styles)
{
    private const int CellsWithEdges = 400; // up to here cells are rectangles with gaps, and may hold text
    private const double EdgeOfCrosses = 0.015; // share of the axis that keeps a cross at its end whole
    private const int MarksInFull = 30; // with more points than this only some are marked

    /// <summary>Adds the series: areas first, then lines by width, so that the learned optimizer is never hidden.</summary>
    internal void Add(ImmutableArray<SeriesModel> series)
    {
        foreach (HeatSeries heat in series.OfType<HeatSeries>())
            AddHeat(heat);
        foreach (LineSeries line in series.OfType<LineSeries>().Where(static line => !line.Low.IsEmpty))
            AddBand(line);
        foreach (HistogramSeries histogram in series.OfType<HistogramSeries>().OrderByDescending(static histogram => histogram.Baseline))
            AddHistogram(histogram);
        foreach (LineSeries line in series.OfType<LineSeries>().OrderBy(line => styles.Of(line).Width))
            AddLine(line);
        foreach (PointSeries points in series.OfType<PointSeries>())
            AddPoints(points);
    }

    private void AddHeat(HeatSeries heat)
    {
        HeatScale scale = styles.Of(heat);
        if (heat.Values.Length > CellsWithEdges)
        {
            plot.Add.Plottable(new HeatPlottable(heat, scale));
            return;
        }
        CoordinateRect area = HeatPlottable.AreaOf(heat);
        double halfWidth = area.Width / heat.X.Length / 2 * 0.97, halfHeight = area.Height / heat.Y.Length / 2 * 0.94;
        for (int row = 0; row < heat.Y.Length; row++)
            for (int column = 0; column < heat.X.Length; column++)
            {
                int cell = (row * heat.X.Length) + column;
                Color color = scale.Of(heat.Values[cell]);
                Rectangle field = plot.Add.Rectangle(heat.X[column] - halfWidth, heat.X[column] + halfWidth,
                    heat.Y[row] - halfHeight, heat.Y[row] + halfHeight);
                (field.FillColor, field.LineWidth) = (color, 0);
                if (!heat.Texts.IsEmpty)
                    plot.Add.Plottable(new CellTextPlottable(canvas, heat.Texts[cell],
                        new Coordinates(heat.X[column], heat.Y[row]), HeatScale.IsLight(color) ? FigureTheme.Ink : "#FFFFFF"));
            }
    }

    private void AddBand(LineSeries line)
    {
        Color color = Color.FromHex(styles.Of(line).Color).WithAlpha(0.18);
        foreach ((int start, int end) in Segments(line.Low.Length, i => double.IsFinite(line.Low[i]) && double.IsFinite(line.High[i])))
        {
            FillY fill = plot.Add.FillY(
                [.. Enumerable.Range(start, end - start).Select(i => x.At(line.X[i]))],
                [.. Enumerable.Range(start, end - start).Select(i => y.At(line.Low[i]))],
                [.. Enumerable.Range(start, end - start).Select(i => y.At(line.High[i]))]);
            (fill.FillColor, fill.LineWidth) = (color, 0);
        }
    }

    private void AddLine(LineSeries line)
    {
        OptimizerStyle style = styles.Of(line);
        foreach ((int start, int end) in Segments(line.Y.Length, i => double.IsFinite(line.Y[i])))
        {
            plot.Add.Plottable(new CurvePlottable([.. Enumerable.Range(start, end - start)
                .Select(i => new Coordinates(x.At(line.X[i]), y.At(line.Y[i])))], style));
            if (end - start == 1 && !line.HasMarkers)
                AddMark(line.X[start], line.Y[start], style);
        }
        int every = line.HasMarkers ? Math.Max(1, line.Y.Length / MarksInFull) : int.MaxValue;
        for (int i = 0; line.HasMarkers && i < line.Y.Length; i += every)
            AddMark(line.X[i], line.Y[i], style);
    }

    private void AddMark(double horizontal, double vertical, OptimizerStyle style, float size = FigureTheme.MarkSize, double opacity = 1)
    {
        if (double.IsFinite(horizontal) && double.IsFinite(vertical))
            plot.Add.Marker(x.At(horizontal), y.At(vertical), FigureTheme.Shape(style.Mark), size,
                Color.FromHex(style.Color).WithAlpha(opacity));
    }

    private void AddPoints(PointSeries points)
    {
        OptimizerStyle style = styles.Of(points);
        bool many = points.X.Length > MarksInFull;
        for (int i = 0; i < points.X.Length; i++)
        {
            if (!double.IsFinite(points.X[i]) || !double.IsFinite(points.Y[i]))
                continue;
            if (!points.AreCrosses)
            {
                AddMark(points.X[i], points.Y[i], style, many ? FigureTheme.MarkSize * 0.8f : FigureTheme.MarkSize * 1.6f, many ? 0.6 : 1);
                continue;
            }
            double edge = EdgeOfCrosses * (x.High - x.Low);
            Marker cross = plot.Add.Marker(Math.Clamp(x.At(points.X[i]), x.Low + edge, x.High - edge),
                Math.Min(y.At(points.Y[i]), y.High - (0.03 * (y.High - y.Low))),
                MarkerShape.Eks, FigureTheme.CrossSize, Color.FromHex(style.Color));
            cross.MarkerStyle.LineWidth = 1.2f;
        }
    }

    private void AddHistogram(HistogramSeries histogram)
    {
        var outline = new List<Coordinates> { new(x.At(histogram.Edges[0]), y.At(histogram.Baseline)) };
        for (int i = 0; i < histogram.Heights.Length; i++)
        {
            double top = y.At(histogram.Baseline + histogram.Heights[i]);
            outline.Add(new Coordinates(x.At(histogram.Edges[i]), top));
            outline.Add(new Coordinates(x.At(histogram.Edges[i + 1]), top));
        }
        outline.Add(new Coordinates(x.At(histogram.Edges[^1]), y.At(histogram.Baseline)));
        Color color = Color.FromHex(styles.Of(histogram).Color);
        Polygon shape = plot.Add.Polygon([.. outline]);
        (shape.FillColor, shape.LineColor, shape.LineWidth) = (color.WithAlpha(0.6), color, 0.6f);
    }

    /// <summary>The parts of a line between its gaps, end exclusive.</summary>
    private static IEnumerable<(int Start, int End)> Segments(int length, Func<int, bool> isThere)
    {
        for (int start = 0; start < length; start++)
        {
            int end = start;
            while (end < length && isThere(end))
                end++;
            if (end > start)
                yield return (start, end);
            start = end;
        }
    }
}
