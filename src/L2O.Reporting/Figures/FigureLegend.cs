using SkiaSharp;

namespace L2O.Reporting.Figures;

/// <summary>Draws legend entries in centred rows, so that they stay outside every data area.</summary>
internal sealed class FigureLegend
{
    private const float FontSize = 15;
    private const float RowHeight = 26;
    private const float MarkWidth = 30;
    private const float Gap = 26;

    private readonly List<List<(LegendEntry Entry, float Width)>> _rows = [[]];

    /// <summary>Breaks the entries into rows.</summary>
    /// <param name="entries">In order.</param>
    /// <param name="width">Width that is there, in pixels.</param>
    internal FigureLegend(IReadOnlyList<LegendEntry> entries, float width)
    {
        using SKFont font = FigureFont.Create(FontSize, bold: false);
        float used = 0;
        foreach (LegendEntry entry in entries)
        {
            float own = MarkWidth + 8 + font.MeasureText(entry.Label);
            if (used > 0 && used + Gap + own > width)
            {
                _rows.Add([]);
                used = 0;
            }
            used += (used > 0 ? Gap : 0) + own;
            _rows[^1].Add((entry, own));
        }
    }

    /// <summary>Height of all rows, in pixels.</summary>
    internal float Height => RowHeight * _rows.Count;

    /// <summary>Draws the rows.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="center">Their horizontal middle.</param>
    /// <param name="top">Top of the first row.</param>
    internal void Draw(SKCanvas canvas, float center, float top)
    {
        using SKFont font = FigureFont.Create(FontSize, bold: false);
        using var ink = new SKPaint { Color = SKColors.Black, IsAntialias = true };
        float y = top + (RowHeight / 2);
        foreach (List<(LegendEntry Entry, float Width)> row in _rows)
        {
            float x = center - ((row.Sum(static cell => cell.Width) + (Gap * (row.Count - 1))) / 2);
            foreach ((LegendEntry entry, float width) in row)
            {
                DrawMark(canvas, entry, x, y);
                canvas.DrawText(entry.Label, x + MarkWidth + 8, y + (FontSize * 0.36f), SKTextAlign.Left, font, ink);
                x += width + Gap;
            }
            y += RowHeight;
        }
    }

    private static void DrawMark(SKCanvas canvas, LegendEntry entry, float x, float y)
    {
        using var paint = new SKPaint { Color = SKColor.Parse(entry.Color), IsAntialias = true, StrokeWidth = entry.Width, Style = SKPaintStyle.Stroke };
        float middle = x + (MarkWidth / 2);
        switch (entry.Mark)
        {
            case LegendMark.Line:
                canvas.DrawLine(x, y, x + MarkWidth, y, paint);
                break;
            case LegendMark.Dash:
                for (float at = x; at < x + MarkWidth; at += 10)
                    canvas.DrawLine(at, y, at + 6, y, paint);
                break;
            case LegendMark.Band:
                paint.Style = SKPaintStyle.Fill;
                paint.Color = paint.Color.WithAlpha(70);
                canvas.DrawRect(x, y - 7, MarkWidth, 14, paint);
                break;
            case LegendMark.Cross:
                canvas.DrawLine(middle - 5, y - 5, middle + 5, y + 5, paint);
                canvas.DrawLine(middle - 5, y + 5, middle + 5, y - 5, paint);
                break;
            case LegendMark.Disc:
                paint.Style = SKPaintStyle.Fill;
                canvas.DrawCircle(middle, y, 5.5f, paint);
                break;
        }
    }
}
