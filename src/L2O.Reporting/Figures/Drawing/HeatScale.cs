using L2O.Reporting.Figures.Drawing.Ticks;
using L2O.Reporting.Figures.Models;
using ScottPlot;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>
/// The colors of all heat series of one name. In one direction light to dark, so they keep their order in grayscale; in two
/// directions from a near white middle to the palette's blue and vermilion.
/// </summary>
internal sealed class HeatScale
{
    private static readonly Color[] _one =
        [.. new[] { "#FFF6D5", "#F3CF6B", "#C9A24B", "#7F7F76", "#45527A", "#0B1F4B" }.Select(Color.FromHex)];
    private static readonly Color[] _two = [.. new[] { "#0072B2", "#F7F7F7", "#D55E00" }.Select(Color.FromHex)];

    private const int MostInADecade = 4; // 1, 2 and 5: closer ones stand at uneven distances

    private readonly bool _isLogarithmic;
    private readonly double? _middle;

    /// <summary>Finds the range.</summary>
    /// <param name="series">At least one, all of the same name.</param>
    internal HeatScale(IReadOnlyList<HeatSeries> series)
    {
        HeatSeries first = series[0];
        (Name, _isLogarithmic) = (first.Name, first.IsLogarithmic);
        _middle = first.Middle is { } middle ? Raw(middle) : null;
        double[] values = [.. series.SelectMany(static one => one.Values)
            .Where(value => double.IsFinite(value) && (!_isLogarithmic || value > 0)).Select(Raw).DefaultIfEmpty(0)];
        Low = first.Low is { } low ? Raw(low) : values.Min();
        High = first.High is { } high ? Raw(high) : values.Max();
        if (!(High > Low))
            High = Low + 1;
    }

    /// <summary>What the colors mean.</summary>
    internal string Name { get; }

    /// <summary>Least coordinate.</summary>
    internal double Low { get; }

    /// <summary>Greatest coordinate.</summary>
    internal double High { get; }

    /// <summary>Color of a value.</summary>
    internal Color Of(double value)
    {
        if (double.IsNaN(value))
            return Color.FromHex(FigureTheme.EmptyCell);
        return At(_isLogarithmic && value <= 0 ? Low : Raw(value));
    }

    /// <summary>Color of a coordinate.</summary>
    internal Color At(double coordinate)
    {
        double at = Math.Clamp(coordinate, Low, High);
        if (_middle is not { } middle)
            return Mix(_one, (at - Low) / (High - Low));
        return Mix(_two, at < middle ? 0.5 * (at - Low) / (middle - Low) : 0.5 + (0.5 * (at - middle) / (High - middle)));
    }

    /// <summary>Ticks of the color bar.</summary>
    internal Tick[] Ticks(int atMost) => _isLogarithmic ? LogTicks.Between(Math.Pow(10, Low), Math.Pow(10, High),
            High - Low < 1 ? Math.Min(atMost, MostInADecade) : atMost)
        : LinearTicks.Between(Low, High, atMost, whole: false);

    /// <summary>Whether black text on that color reads better than white.</summary>
    internal static bool IsLight(Color color) => ((0.299 * color.R) + (0.587 * color.G) + (0.114 * color.B)) > 150;

    private double Raw(double value) => _isLogarithmic ? Math.Log10(value) : value;

    private static Color Mix(Color[] colors, double place)
    {
        double at = Math.Clamp(double.IsFinite(place) ? place : 0, 0, 1) * (colors.Length - 1);
        int from = Math.Min((int)at, colors.Length - 2);
        double share = at - from;
        return new Color(Part(colors[from].R, colors[from + 1].R), Part(colors[from].G, colors[from + 1].G),
            Part(colors[from].B, colors[from + 1].B));

        byte Part(byte a, byte b) => (byte)Math.Round(a + ((b - a) * share));
    }
}
