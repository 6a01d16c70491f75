using L2O.Reporting.Figures.Models;
using ScottPlot;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>
/// Draws a matrix of colors as one picture: thousands of cells stay small in SVG and PDF. A cell has several pixels, so that viewers that
/// smooth pictures blur its edges only.
/// </summary>
internal sealed class HeatPlottable(HeatSeries series, HeatScale scale) : IPlottable
{
    private const int CellPixels = 6;

    private readonly CoordinateRect _area = AreaOf(series);

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(_area);

    public void Render(RenderPack rp)
    {
        int columns = series.X.Length, rows = series.Y.Length;
        if (columns == 0 || rows == 0)
            return;
        using var picture = new SKBitmap(columns * CellPixels, rows * CellPixels, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var paint = new SKPaint { IsAntialias = false };
        using var canvas = new SKCanvas(picture);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
            {
                Color color = scale.Of(series.Values[(row * columns) + column]);
                paint.Color = new SKColor(color.R, color.G, color.B);
                canvas.DrawRect(column * CellPixels, (rows - 1 - row) * CellPixels, CellPixels, CellPixels, paint);
            }
        using SKImage image = SKImage.FromBitmap(picture);
        PixelRect target = Axes.GetPixelRect(_area);
        rp.Canvas.DrawImage(image, new SKRect(target.Left, target.Top, target.Right, target.Bottom),
            new SKSamplingOptions(SKFilterMode.Nearest));
    }

    /// <summary>The area that the cells cover: half a cell beyond the outer centers.</summary>
    internal static CoordinateRect AreaOf(HeatSeries series)
    {
        (double left, double right) = Ends(series.X);
        (double bottom, double top) = Ends(series.Y);
        return new CoordinateRect(left, right, bottom, top);
    }

    private static (double Low, double High) Ends(IReadOnlyList<double> centers)
    {
        if (centers.Count == 0)
            return (0, 1);
        double half = centers.Count > 1 ? (centers[^1] - centers[0]) / (centers.Count - 1) / 2 : 0.5;
        return (centers[0] - half, centers[^1] + half);
    }
}
