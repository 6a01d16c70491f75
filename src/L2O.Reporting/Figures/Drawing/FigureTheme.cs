using L2O.Reporting.Styles;
using ScottPlot;
using SkiaSharp;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>Sizes and colors that all figures have in common. Lengths are points (1/72 inch) on paper.</summary>
internal static class FigureTheme
{
    internal const float PointsPerCentimeter = 72 / 2.54f;

    internal const float TitleSize = 9;
    internal const float LabelSize = 7.5f;
    internal const float TickSize = 7;
    internal const float CaptionSize = 7;

    internal const float Margin = 5;
    internal const float Gap = 5;
    internal const float MarkSize = 3.6f;
    internal const float CrossSize = 5;

    internal const string Ink = "#222222";
    internal const string SoftInk = "#4D4D4D";
    internal const string Guide = "#666666";
    internal const string Neutral = "#555555";
    internal const string GridLine = "#E6E6E6";
    internal const string EmptyCell = "#EEEEEE";

    /// <summary>Points of line width for a pixel of a style, which is meant for 1200 pixels.</summary>
    internal const float LineScale = 0.55f;

    private const float DashUnit = 1.1f;

    /// <summary>Width of a figure in points.</summary>
    internal static float WidthOf(FigureSize size) => PointsPerCentimeter * (size == FigureSize.Column ? 8 : 17);

    /// <summary>Lengths of dashes and gaps in turn, in points; empty for a solid line.</summary>
    internal static float[] Intervals(LineDash dash)
    {
        float[] units = dash switch
        {
            LineDash.Dash => [4, 2],
            LineDash.Dot => [1.2f, 1.4f],
            LineDash.DashDot => [5, 1.6f, 1.2f, 1.6f],
            LineDash.LongDash => [8, 2.4f],
            LineDash.LongDashDot => [9, 2, 1.2f, 2],
            _ => [],
        };
        return [.. units.Select(static unit => unit * DashUnit)];
    }

    internal static MarkerShape Shape(PointMark mark) => mark switch
    {
        PointMark.Square => MarkerShape.FilledSquare,
        PointMark.TriangleUp => MarkerShape.FilledTriangleUp,
        PointMark.TriangleDown => MarkerShape.FilledTriangleDown,
        PointMark.Diamond => MarkerShape.FilledDiamond,
        _ => MarkerShape.FilledCircle,
    };

    internal static SKPaint Paint(string color) => new() { Color = SKColor.Parse(color), IsAntialias = true };
}
