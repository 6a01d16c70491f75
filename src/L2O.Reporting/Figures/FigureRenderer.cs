using System.Text;
using L2O.Files;
using L2O.Reporting.Figures.Drawing;
using L2O.Reporting.Figures.Models;
using SkiaSharp;

namespace L2O.Reporting.Figures;

/// <summary>
/// Draws a figure as PNG with 300 dots an inch, SVG and PDF, all of the same size on paper and, for equal figures and fonts,
/// with equal bytes. No text is smaller than 7 points; title, legend and caption stand outside every data area.
/// </summary>
internal sealed class FigureRenderer
{
    /// <summary>Pixels of a PNG an inch.</summary>
    public const int DotsPerInch = 300;

    private const float PngScale = DotsPerInch / 72f;
    private const float SvgScale = 96 / 72f; // a pixel of CSS is 1/96 inch
    private const int WidestTable = 5;

    private readonly FigureModel _model;
    private readonly FigureLayout _layout;

    /// <summary>Lays the figure out.</summary>
    /// <param name="model">What to draw.</param>
    /// <param name="size">Its width; null for a column where there is one panel, else a page.</param>
    /// <exception cref="ArgumentException">The figure has no panels.</exception>
    public FigureRenderer(FigureModel model, FigureSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, Size) = (model, size ?? SizeOf(model));
        _layout = new FigureLayout(model, Size);
    }

    /// <summary>The width that was chosen.</summary>
    public FigureSize Size { get; }

    /// <summary>Width on paper, in points (1/72 inch).</summary>
    public float Width => _layout.Width;

    /// <summary>Height on paper, in points.</summary>
    public float Height => _layout.Height;

    /// <summary>Width and height of the PNG in pixels.</summary>
    public (int Width, int Height) Pixels => ((int)MathF.Round(Width * PngScale), (int)MathF.Ceiling(Height * PngScale));

    /// <summary>Where things are.</summary>
    internal FigureLayout Layout => _layout;

    /// <summary>Writes the figure in all three formats, replacing earlier ones.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>The files: the figure's name with <c>.png</c>, <c>.svg</c>, <c>.pdf</c>.</returns>
    /// <exception cref="IOException">Some could not be written; the others are there.</exception>
    public IReadOnlyList<string> Save(string folder)
    {
        string path = Path.Combine(folder, _model.Name);
        var outputs = new IndependentOutputs();
        outputs.Try(_model.Name + ".png", () => SavePng(path + ".png"));
        outputs.Try(_model.Name + ".svg", () => SaveSvg(path + ".svg"));
        outputs.Try(_model.Name + ".pdf", () => SavePdf(path + ".pdf"));
        outputs.ThrowIfAnyFailed();
        return [path + ".png", path + ".svg", path + ".pdf"];
    }

    /// <summary>Writes the figure as PNG, beside the target first, then renamed over it.</summary>
    /// <param name="path">The file.</param>
    public void SavePng(string path)
    {
        (int width, int height) = Pixels;
        using SKSurface surface = SKSurface.Create(new SKImageInfo(width, height))
            ?? throw new InvalidOperationException($"{path}: no memory for a picture of {width} x {height} pixels");
        surface.Canvas.Scale(PngScale);
        _layout.Draw(new FigureCanvas(surface.Canvas, hasOutlines: false));
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        byte[] png = PngResolution.Add(data.AsSpan(), DotsPerInch);
        AtomicFile.Write(path, stream => stream.Write(png));
    }

    /// <summary>Writes the figure as SVG, beside the target first, then renamed over it.</summary>
    /// <param name="path">The file.</param>
    public void SaveSvg(string path)
    {
        (int width, int height) = ((int)MathF.Round(Width * SvgScale), (int)MathF.Ceiling(Height * SvgScale));
        using var written = new MemoryStream();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), written))
        {
            canvas.Scale(SvgScale);
            _layout.Draw(new FigureCanvas(canvas, hasOutlines: false));
        }
        byte[] svg = Encoding.UTF8.GetBytes(SvgText.Mend(Encoding.UTF8.GetString(written.ToArray()), width, height));
        AtomicFile.Write(path, stream => stream.Write(svg));
    }

    /// <summary>Writes the figure as a PDF of one page, its text as outlines, beside the target first, then renamed over it.</summary>
    /// <param name="path">The file.</param>
    public void SavePdf(string path)
    {
        // In memory first: an exception of a full disk can't pass through the code that draws.
        using var written = new MemoryStream();
        WritePdf(written);
        AtomicFile.Write(path, stream => stream.Write(written.GetBuffer().AsSpan(0, (int)written.Length)));
    }

    private void WritePdf(Stream stream)
    {
        var metadata = new SKDocumentPdfMetadata
        {
            Title = _model.Title,
            Subject = _model.PictureCaption,
            RasterDpi = DotsPerInch,
            EncodingQuality = 101
        };
        using SKDocument document = SKDocument.CreatePdf(stream, metadata);
        _layout.Draw(new FigureCanvas(document.BeginPage(Width, Height), hasOutlines: true));
        document.EndPage();
        document.Close();
    }

    private static FigureSize SizeOf(FigureModel model) =>
        model.Panels.Length == 1 && model.Panels[0].Horizontal.Categories.Length <= WidestTable ? FigureSize.Column : FigureSize.Page;
}
