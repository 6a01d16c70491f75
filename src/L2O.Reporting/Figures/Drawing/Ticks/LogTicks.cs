using System.Globalization;
using L2O.Reporting.Tables;
using ScottPlot;

namespace L2O.Reporting.Figures.Drawing.Ticks;

/// <summary>
/// Ticks of a logarithmic axis whose coordinates are decimal logarithms: labels are plain numbers (0.1, 0.2, 0.5, 1) as
/// close as there is room, minor ticks stand at the whole multiples of each power of ten.
/// </summary>
internal static class LogTicks
{
    private static readonly int[][] _digits = [[1, 2, 3, 4, 5, 6, 8], [1, 2, 5], [1, 3], [1]];

    /// <summary>Ticks for a range.</summary>
    /// <param name="low">Least value shown, positive.</param>
    /// <param name="high">Greatest value shown.</param>
    /// <param name="atMost">Greatest number of labels, at least 2.</param>
    internal static Tick[] Between(double low, double high, int atMost = 7)
    {
        double[] labeled = Labeled(low, high, atMost);
        bool isPlain = labeled.All(static value => value is >= 0.00099 and < 20_000);
        var ticks = labeled.Select(value => new Tick(Math.Log10(value), Text(value, isPlain), isMajor: true)).ToList();
        if (Math.Log10(high / low) <= 8)
            ticks.AddRange(Multiples(low, high, [1, 2, 3, 4, 5, 6, 7, 8, 9], 1)
                .Where(value => !labeled.Any(other => Math.Abs((value / other) - 1) < 1e-9))
                .Select(static value => new Tick(Math.Log10(value), "", isMajor: false)));
        return [.. ticks];
    }

    private static double[] Labeled(double low, double high, int atMost)
    {
        if (Multiples(low, high, _digits[0], 1).Count() < 2)
            return [.. LinearTicks.Values(low, high, Math.Min(atMost, 4)).Where(static value => value > 0)];
        double[] chosen = [];
        foreach (int[] digits in _digits)
        {
            double[] values = [.. Multiples(low, high, digits, 1)];
            if (values.Length < 2)
                break;
            chosen = values;
            if (values.Length <= atMost)
                return values;
        }
        for (int every = 2; chosen.Length > atMost && every < 100; every++)
            chosen = [.. Multiples(low, high, [1], every)];
        return chosen;
    }

    private static IEnumerable<double> Multiples(double low, double high, int[] digits, int every)
    {
        for (int power = (int)Math.Floor(Math.Log10(low)); power <= Math.Log10(high) + 1e-9; power++)
            foreach (int digit in power % every == 0 ? digits : [])
            {
                double value = Math.Pow(10, power) * digit;
                if (value >= low * 0.999 && value <= high * 1.001)
                    yield return value;
            }
    }

    /// <summary>With exponents where one label needs them, but for what is near 1.</summary>
    private static string Text(double value, bool isPlain) =>
        isPlain || value is >= 0.0099 and < 999 ? NumberText.Plain(value) : value.ToString("0.##e-0", CultureInfo.InvariantCulture);
}
