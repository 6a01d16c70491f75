using L2O.Reporting.Styles;
using ScottPlot;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>Draws a line through points of a plot, dashed in the same way in every format.</summary>
internal sealed class CurvePlottable(Coordinates[] points, OptimizerStyle style) : IPlottable
{
    private const float Beyond = 1000; // points outside the picture are drawn no farther away: dashes on the way there cost time

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        using SKPath path = DashedLine.Of([.. points.Select(point => Near(Axes.GetPixel(point), rp.DataRect))],
            FigureTheme.Intervals(style.Dash));
        using SKPaint paint = FigureTheme.Paint(style.Color);
        (paint.Style, paint.StrokeWidth, paint.StrokeJoin) = (SKPaintStyle.Stroke, style.Width * FigureTheme.LineScale, SKStrokeJoin.Round);
        rp.Canvas.DrawPath(path, paint);
    }

    private static SKPoint Near(Pixel pixel, PixelRect area) => new(
        Math.Clamp(pixel.X, area.Left - Beyond, area.Right + Beyond), Math.Clamp(pixel.Y, area.Top - Beyond, area.Bottom + Beyond));
}
