using L2O.Reporting.Figures.Models;
using ScottPlot;

namespace L2O.Reporting.Figures.Drawing.Ticks;

/// <summary>From an axis' values to its coordinates, which are decimal logarithms on a logarithmic axis.</summary>
internal sealed class AxisScale
{
    private readonly AxisModel _axis;
    private readonly bool _whole;

    /// <summary>Finds the range.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">What is drawn along it.</param>
    /// <param name="margin">Share of the range that stays free at an end whose value is the data's.</param>
    internal AxisScale(AxisModel axis, IEnumerable<double> values, double margin)
    {
        _axis = axis;
        double[] shown = [.. values.Where(value => double.IsFinite(value) && (!axis.IsLogarithmic || value > 0)).Select(Raw)];
        _whole = !axis.IsLogarithmic && shown.All(static value => value == Math.Floor(value));
        double low = axis.Low is { } least ? Raw(least) : shown.DefaultIfEmpty(axis.IsLogarithmic ? -1 : 0).Min();
        double high = axis.High is { } greatest ? Raw(greatest) : shown.DefaultIfEmpty(low + 1).Max();
        if (!axis.Categories.IsEmpty)
            (low, high) = (axis.Low ?? -0.5, axis.High ?? axis.Categories.Length - 0.5);
        else if (!(high > low))
            (low, high) = Widened(low, axis.IsLogarithmic);
        else
            (low, high) = (axis.Low is null ? low - (margin * (high - low)) : low,
                axis.High is null ? high + (margin * (high - low)) : high);
        (Low, High) = (low, high);
    }

    /// <summary>Least coordinate.</summary>
    internal double Low { get; }

    /// <summary>Greatest coordinate.</summary>
    internal double High { get; private set; }

    /// <summary>
    /// Coordinate of a value; what a logarithmic axis has no room for lies on its lower end, as nothing else could show it. NaN stays.
    /// </summary>
    internal double At(double value) => !_axis.IsLogarithmic || double.IsNaN(value) ? value : value > 0
        ? Math.Max(Math.Log10(value), Low) : Low;

    /// <summary>Makes room above the data.</summary>
    internal void RaiseTo(double high) => High = Math.Max(High, high);

    /// <summary>Ticks with labels that fit.</summary>
    /// <param name="atMost">Greatest number of labels.</param>
    internal Tick[] Ticks(int atMost) => Ticks(Low, High, atMost);

    /// <summary>Ticks for another range of coordinates.</summary>
    internal Tick[] Ticks(double low, double high, int atMost) => !_axis.Categories.IsEmpty
        ? [.. _axis.Categories.Select(static (name, i) => new Tick(i, name)).Where(tick => tick.Position >= low && tick.Position <= high)]
        : _axis.IsLogarithmic
            ? LogTicks.Between(Math.Pow(10, low), Math.Pow(10, high), atMost)
            : LinearTicks.Between(low, high, atMost, _whole);

    private double Raw(double value) => _axis.IsLogarithmic ? Math.Log10(value) : value;

    private static (double Low, double High) Widened(double at, bool isLogarithmic)
    {
        double half = isLogarithmic ? 0.3 : at == 0 ? 1 : 0.05 * Math.Abs(at);
        return (at - half, at + half);
    }
}
