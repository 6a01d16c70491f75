using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>What a figure is drawn on, and how its text gets there.</summary>
/// <param name="target">The canvas of the format.</param>
/// <param name="hasOutlines">Whether text becomes filled shapes: the PDF writer embeds fonts whole, which makes 0.8 MB of every
/// figure.</param>
internal sealed class FigureCanvas(SKCanvas target, bool hasOutlines)
{
    /// <summary>Everything but text is drawn here.</summary>
    internal SKCanvas Target { get; } = target;

    /// <summary>Draws a line of text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="x">Where it is aligned.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="align">How.</param>
    /// <param name="font">Its font.</param>
    /// <param name="ink">Its color.</param>
    internal void DrawText(string text, float x, float y, SKTextAlign align, SKFont font, SKPaint ink)
    {
        if (!hasOutlines)
        {
            Target.DrawText(text, x, y, align, font, ink);
            return;
        }
        float width = font.MeasureText(text);
        using SKPath outline = font.GetTextPath(text,
            new SKPoint(align switch { SKTextAlign.Center => x - (width / 2), SKTextAlign.Right => x - width, _ => x }, y));
        Target.DrawPath(outline, ink);
    }
}
