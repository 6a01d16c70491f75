using L2O.Runs;
using ScottPlot;
using SkiaSharp;

namespace L2O.Reporting.Figures;

/// <summary>
/// A finished figure: title, panels side by side, one legend below them all. Drawn once for PNG and SVG alike; 1200
/// pixels wide, PNG at twice that resolution.
/// </summary>
public sealed class FigurePage
{
    /// <summary>Pixels of the PNG file for each pixel of the figure.</summary>
    public const int PngScale = 2;

    private const float TitleHeight = 74;
    private const float Margin = 14;

    private readonly string _title;
    private readonly string _subtitle;
    private readonly IReadOnlyList<Plot> _panels;
    private readonly FigureLegend _legend;
    private readonly int _columns;
    private readonly int _panelHeight;

    internal FigurePage(string title, string subtitle, IReadOnlyList<Plot> panels, IReadOnlyList<LegendEntry> legend)
    {
        _title = title;
        _subtitle = subtitle;
        _panels = panels;
        _legend = new FigureLegend(legend, Width - (2 * Margin));
        _columns = panels.Count == 4 ? 2 : Math.Min(panels.Count, 3);
        _panelHeight = _columns switch { 1 => 540, 2 => 440, _ => 380 };
    }

    /// <summary>Width in pixels of the SVG; the PNG has <see cref="PngScale"/> times as many.</summary>
    public static int Width => 1200;

    /// <summary>Height in pixels of the SVG; the PNG has <see cref="PngScale"/> times as many.</summary>
    public int Height => (int)Math.Ceiling(TitleHeight + (Rows * _panelHeight) + _legend.Height + Margin);

    private int Rows => (_panels.Count + _columns - 1) / _columns;

    /// <summary>Writes the figure as PNG, beside the target first, then renamed over it.</summary>
    /// <param name="path">The file.</param>
    public void SavePng(string path)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width * PngScale, Height * PngScale))
            ?? throw new InvalidOperationException($"{path}: no memory for a picture of {Width * PngScale} x {Height * PngScale} pixels");
        surface.Canvas.Scale(PngScale);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, data.SaveTo);
    }

    /// <summary>Writes the figure as SVG, beside the target first, then renamed over it.</summary>
    /// <param name="path">The file.</param>
    public void SaveSvg(string path) => AtomicFile.Write(path, stream =>
    {
        using SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream);
        Draw(canvas);
    });

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        DrawHead(canvas);
        float width = MathF.Floor((Width - (2 * Margin)) / _columns);
        for (int i = 0; i < _panels.Count; i++)
        {
            float left = Margin + (i % _columns * width);
            float top = TitleHeight + (i / _columns * _panelHeight);
            _panels[i].Render(canvas, new PixelRect(left, left + width, top + _panelHeight, top));
        }
        _legend.Draw(canvas, Width / 2f, TitleHeight + (Rows * _panelHeight));
        canvas.Flush();
    }

    private void DrawHead(SKCanvas canvas)
    {
        using var ink = new SKPaint { Color = SKColor.Parse("#222222"), IsAntialias = true };
        using SKFont large = FigureFont.Create(22, bold: true);
        using SKFont small = FigureFont.Create(15, bold: false);
        DrawCentred(canvas, _title, 32, large, ink);
        ink.Color = SKColor.Parse("#555555");
        DrawCentred(canvas, _subtitle, 58, small, ink);
    }

    /// <summary>Shrinks a line that would be wider than the page.</summary>
    private static void DrawCentred(SKCanvas canvas, string text, float baseline, SKFont font, SKPaint ink)
    {
        float room = Width - (2 * Margin);
        float needed = font.MeasureText(text);
        if (needed > room)
            font.Size *= room / needed;
        canvas.DrawText(text, Width / 2f, baseline, SKTextAlign.Center, font, ink);
    }
}
