using System.Globalization;
using L2O.Reporting.Tables;
using ScottPlot;

namespace L2O.Reporting.Figures.Drawing.Ticks;

/// <summary>Ticks of an axis in equal steps of 1, 2 or 5 times a power of ten.</summary>
internal static class LinearTicks
{
    /// <summary>Ticks for a range.</summary>
    /// <param name="low">Least value shown.</param>
    /// <param name="high">Greatest value shown.</param>
    /// <param name="atMost">Greatest number of ticks, at least 2.</param>
    /// <param name="whole">Whether only whole numbers make sense.</param>
    internal static Tick[] Between(double low, double high, int atMost, bool whole) =>
        [.. Values(low, high, atMost, whole).Select(value => new Tick(value, Text(value, high - low), isMajor: true))];

    /// <summary>The values alone.</summary>
    internal static double[] Values(double low, double high, int atMost, bool whole = false)
    {
        double range = Math.Max(high - low, double.Epsilon);
        double power = Math.Pow(10, Math.Floor(Math.Log10(range / atMost)));
        foreach (double digit in (double[])[1, 2, 5, 10, 20, 50, 100])
        {
            double step = Math.Max(digit * power, whole ? 1 : 0);
            double first = Math.Ceiling((low / step) - 1e-9), last = Math.Floor((high / step) + 1e-9);
            if (last - first < atMost)
                return [.. Enumerable.Range(0, Math.Max(0, (int)(last - first) + 1)).Select(i => Clean((first + i) * step))];
        }
        return [];
    }

    /// <summary>Plain where that is short, with an exponent else; 0 for what only rounding keeps from it.</summary>
    private static string Text(double value, double range)
    {
        if (Math.Abs(value) < range * 1e-9)
            return "0";
        string text = NumberText.Plain(Math.Abs(value));
        return (value < 0 ? "-" : "") + (text.Length > 6 || Math.Abs(value) < 0.001 ? Math.Abs(value)
            .ToString("0.##e-0", CultureInfo.InvariantCulture) : text);
    }

    private static double Clean(double value) =>
        double.Parse(value.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
