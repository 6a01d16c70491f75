using ScottPlot;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>A horizontal bar with the colors of a heat scale, its numbers below it and its name below them.</summary>
internal sealed class ColorBar
{
    private const float BarHeight = 6;
    private const int Steps = 120;

    private readonly HeatScale _scale;
    private readonly TextBlock _name;
    private readonly float _width;

    internal ColorBar(HeatScale scale, float width)
    {
        (_scale, _width) = (scale, Math.Min(width * 0.75f, 230));
        _name = new TextBlock(scale.Name, FigureTheme.TickSize, bold: false, width);
    }

    /// <summary>In points.</summary>
    internal float Height => BarHeight + 12 + _name.Height;

    /// <summary>Draws the bar.</summary>
    internal void Draw(FigureCanvas canvas, float center, float top)
    {
        float left = center - (_width / 2);
        for (int i = 0; i < Steps; i++)
        {
            Color color = _scale.At(_scale.Low + ((_scale.High - _scale.Low) * (i + 0.5) / Steps));
            using var paint = new SKPaint { Color = new SKColor(color.R, color.G, color.B), IsAntialias = false };
            canvas.Target.DrawRect(left + (_width * i / Steps), top, (_width / Steps) + 0.3f, BarHeight, paint);
        }
        using SKPaint ink = FigureTheme.Paint(FigureTheme.Ink);
        using SKFont font = FigureFont.Create(FigureTheme.TickSize, bold: false);
        ink.StrokeWidth = 0.6f;
        foreach (Tick tick in _scale.Ticks(6).Where(static tick => tick.IsMajor))
        {
            float x = left + (float)((tick.Position - _scale.Low) / (_scale.High - _scale.Low) * _width);
            canvas.Target.DrawLine(x, top + BarHeight, x, top + BarHeight + 2, ink);
            canvas.DrawText(tick.Label, x, top + BarHeight + 2.5f + FigureTheme.TickSize, SKTextAlign.Center, font, ink);
        }
        _name.Draw(canvas, center, top + BarHeight + 11, FigureTheme.Ink);
    }
}
