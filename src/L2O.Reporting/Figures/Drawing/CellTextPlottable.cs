using ScottPlot;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>Draws a text in the middle of a cell.</summary>
internal sealed class CellTextPlottable(FigureCanvas canvas, string text, Coordinates middle, string color) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using SKFont font = FigureFont.Create(FigureTheme.TickSize, bold: false);
        using SKPaint ink = FigureTheme.Paint(color);
        Pixel at = Axes.GetPixel(middle);
        canvas.DrawText(text, at.X, at.Y + (FigureTheme.TickSize * 0.36f), SKTextAlign.Center, font, ink);
    }
}
