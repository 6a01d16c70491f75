using ScottPlot;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing.Ticks;

/// <summary>Draws the numbers of an axis, each exactly beside its tick.</summary>
internal static class TickLabels
{
    /// <summary>From the axis to its numbers, in points.</summary>
    internal const float Distance = 4;

    private const float CapMiddle = 0.36f; // of the font's size: from the base line to the middle of a digit

    /// <summary>Draws the numbers of a horizontal axis.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="data">The data area.</param>
    /// <param name="ticks">Those with a label are drawn.</param>
    /// <param name="low">Coordinate of the left edge.</param>
    /// <param name="high">Coordinate of the right edge.</param>
    internal static void DrawBelow(FigureCanvas canvas, SKRect data, Tick[] ticks, double low, double high)
    {
        using SKFont font = FigureFont.Create(FigureTheme.TickSize, bold: false);
        using SKPaint ink = FigureTheme.Paint(FigureTheme.Ink);
        foreach (Tick tick in ticks.Where(static tick => tick.Label.Length > 0))
            canvas.DrawText(tick.Label, data.Left + (float)((tick.Position - low) / (high - low) * data.Width),
                data.Bottom + Distance + (2 * CapMiddle * FigureTheme.TickSize), SKTextAlign.Center, font, ink);
    }

    /// <summary>Draws the numbers or names of a vertical axis.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="data">The data area.</param>
    /// <param name="ticks">Those with a label are drawn.</param>
    /// <param name="low">Coordinate of the lower edge.</param>
    /// <param name="high">Coordinate of the upper edge.</param>
    internal static void DrawBeside(FigureCanvas canvas, SKRect data, Tick[] ticks, double low, double high)
    {
        using SKFont font = FigureFont.Create(FigureTheme.TickSize, bold: false);
        using SKPaint ink = FigureTheme.Paint(FigureTheme.Ink);
        foreach (Tick tick in ticks.Where(static tick => tick.Label.Length > 0))
            canvas.DrawText(tick.Label, data.Left - Distance,
                data.Bottom - (float)((tick.Position - low) / (high - low) * data.Height) + (CapMiddle * FigureTheme.TickSize),
                SKTextAlign.Right, font, ink);
    }
}
