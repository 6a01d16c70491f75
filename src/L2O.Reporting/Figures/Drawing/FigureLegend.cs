using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>Draws legend entries in centered rows, so that they stay outside every data area.</summary>
internal sealed class FigureLegend
{
    private const float RowHeight = 10;
    private const float MarkWidth = 20;
    private const float Space = 3;
    private const float Gap = 10;

    private readonly List<List<(LegendEntry Entry, float Width)>> _rows = [];

    /// <summary>Breaks the entries into rows.</summary>
    /// <param name="model">The figure.</param>
    /// <param name="styles">Its looks.</param>
    /// <param name="width">Width that is there, in points.</param>
    internal FigureLegend(FigureModel model, FigureStyles styles, float width)
    {
        float used = 0;
        foreach (LegendEntry entry in Entries(model, styles))
        {
            float own = MarkWidth + Space + TextBlock.Measure(entry.Label, FigureTheme.TickSize);
            if (_rows.Count == 0 || used + Gap + own > width)
            {
                _rows.Add([]);
                used = -Gap;
            }
            used += Gap + own;
            _rows[^1].Add((entry, own));
        }
        Width = _rows.Select(RowWidth).DefaultIfEmpty(0).Max();
    }

    /// <summary>Width of the widest row, in points.</summary>
    internal float Width { get; }

    /// <summary>Height of all rows, in points.</summary>
    internal float Height => RowHeight * _rows.Count;

    /// <summary>Draws the rows.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="center">Their horizontal middle.</param>
    /// <param name="top">Top of the first row.</param>
    internal void Draw(FigureCanvas canvas, float center, float top)
    {
        using SKFont font = FigureFont.Create(FigureTheme.TickSize, bold: false);
        using SKPaint ink = FigureTheme.Paint(FigureTheme.Ink);
        float y = top + (RowHeight / 2);
        foreach (List<(LegendEntry Entry, float Width)> row in _rows)
        {
            float x = center - (RowWidth(row) / 2);
            foreach ((LegendEntry entry, float width) in row)
            {
                DrawMark(canvas.Target, entry, x, y);
                canvas.DrawText(entry.Label, x + MarkWidth + Space, y + (FigureTheme.TickSize * 0.36f), SKTextAlign.Left, font, ink);
                x += width + Gap;
            }
            y += RowHeight;
        }
    }

    private static float RowWidth(List<(LegendEntry Entry, float Width)> row) =>
        row.Sum(static cell => cell.Width) + (Gap * (row.Count - 1));

    /// <summary>Equal names are one entry, gray where they are of several optimizers.</summary>
    private static IEnumerable<LegendEntry> Entries(FigureModel model, FigureStyles styles) => LegendSeries.In(model)
        .GroupBy(static series => series.Name, StringComparer.Ordinal)
        .Select(group => new LegendEntry(
            group.Key, group.Select(static series => series.Key).Distinct(StringComparer.Ordinal).Count() > 1
                ? styles.Of("") : styles.Of(group.First()), MarkOf(group.First())))
        .OrderBy(static entry => entry.Mark is LegendMark.Cross or LegendMark.Point);

    private static LegendMark MarkOf(SeriesModel series) => series switch
    {
        LineSeries { HasMarkers: true } => LegendMark.MarkedLine,
        HistogramSeries => LegendMark.Area,
        PointSeries { AreCrosses: true } => LegendMark.Cross,
        PointSeries => LegendMark.Point,
        _ => LegendMark.Line,
    };

    private static void DrawMark(SKCanvas canvas, LegendEntry entry, float x, float y)
    {
        using SKPaint paint = FigureTheme.Paint(entry.Style.Color);
        float middle = x + (MarkWidth / 2);
        if (entry.Mark is LegendMark.Line or LegendMark.MarkedLine)
        {
            using SKPath line = DashedLine.Of([new(x, y), new(x + MarkWidth, y)], FigureTheme.Intervals(entry.Style.Dash));
            (paint.Style, paint.StrokeWidth) = (SKPaintStyle.Stroke, entry.Style.Width * FigureTheme.LineScale);
            canvas.DrawPath(line, paint);
        }
        paint.Style = SKPaintStyle.Fill;
        switch (entry.Mark)
        {
            case LegendMark.Area:
                canvas.DrawRect(x + 4, y - 3, MarkWidth - 8, 6, paint);
                break;
            case LegendMark.Cross:
                (paint.Style, paint.StrokeWidth) = (SKPaintStyle.Stroke, 1.2f);
                canvas.DrawLine(middle - 2.5f, y - 2.5f, middle + 2.5f, y + 2.5f, paint);
                canvas.DrawLine(middle - 2.5f, y + 2.5f, middle + 2.5f, y - 2.5f, paint);
                break;
            case LegendMark.MarkedLine or LegendMark.Point:
                DrawPoint(canvas, entry.Style.Mark, middle, y, paint);
                break;
        }
    }

    private static void DrawPoint(SKCanvas canvas, PointMark mark, float x, float y, SKPaint paint)
    {
        const float Half = FigureTheme.MarkSize / 2;
        SKPoint[] corners = mark switch
        {
            PointMark.Square => [new(x - Half, y - Half), new(x + Half, y - Half), new(x + Half, y + Half), new(x - Half, y + Half)],
            PointMark.TriangleUp => [new(x, y - Half), new(x + Half, y + Half), new(x - Half, y + Half)],
            PointMark.TriangleDown => [new(x, y + Half), new(x + Half, y - Half), new(x - Half, y - Half)],
            PointMark.Diamond => [new(x, y - Half), new(x + Half, y), new(x, y + Half), new(x - Half, y)],
            _ => [],
        };
        if (corners.Length == 0)
            canvas.DrawCircle(x, y, Half, paint);
        else
        {
            using var path = new SKPath();
            path.AddPoly(corners, close: true);
            canvas.DrawPath(path, paint);
        }
    }
}
