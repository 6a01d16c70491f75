using L2O.Reporting.Tables;
using ScottPlot;

namespace L2O.Reporting.Figures;

/// <summary>
/// Ticks of a logarithmic axis whose coordinates are decimal logarithms: labels are plain numbers (0.1, 0.2, 0.5, 1),
/// minor ticks stand at the whole multiples of each power of ten.
/// </summary>
internal static class LogTicks
{
    /// <summary>Ticks for a range.</summary>
    /// <param name="low">Least value shown, positive.</param>
    /// <param name="high">Greatest value shown.</param>
    internal static Tick[] Between(double low, double high)
    {
        var ticks = new List<Tick>();
        double decades = Math.Log10(high / low);
        for (int power = (int)Math.Floor(Math.Log10(low)); power <= Math.Log10(high); power++)
            for (int digit = 1; digit <= 9; digit++)
            {
                double value = Math.Pow(10, power) * digit;
                if (value < low * 0.999 || value > high * 1.001)
                    continue;
                if (IsLabelled(digit, power, decades))
                    ticks.Add(new Tick(Math.Log10(value), NumberText.Plain(value), isMajor: true));
                else if (decades <= 8)
                    ticks.Add(new Tick(Math.Log10(value), "", isMajor: false));
            }
        return [.. ticks];
    }

    private static bool IsLabelled(int digit, int power, double decades) => decades switch
    {
        < 0.8 => digit <= 6 || digit == 8,
        < 2.6 => digit is 1 or 2 or 5,
        < 6 => digit == 1,
        _ => digit == 1 && power % 2 == 0,
    };
}
