using System.Globalization;
using L2O.Numerics;

namespace L2O.Reporting.Tables;

/// <summary>Numbers as a reader wants them: few digits, the same wherever they are shown.</summary>
internal static class NumberText
{
    /// <summary>A loss, e.g. <c>0.312</c>; at least two significant digits.</summary>
    /// <param name="value">The loss.</param>
    public static string Loss(double value) => Fixed(value, Decimals(value));

    /// <summary>A mean loss and its standard deviation, e.g. <c>0.312 ± 0.014</c>; the mean alone for a single run.</summary>
    /// <param name="loss">The losses.</param>
    public static string Loss(Spread loss) => WithDeviation(loss, Decimals(loss.Mean));

    /// <summary>A mean accuracy and its standard deviation in percent, without the sign, e.g. <c>91.2 ± 0.4</c>.</summary>
    /// <param name="accuracy">Share, 0..1.</param>
    public static string Percent(Spread accuracy) =>
        WithDeviation(accuracy with { Mean = 100 * accuracy.Mean, Deviation = 100 * accuracy.Deviation }, 1);

    /// <summary>A count that may be a mean or median of counts, e.g. <c>14</c> or <c>13.7</c>.</summary>
    /// <param name="value">Number of iterations.</param>
    public static string Count(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>A mean of counts and its standard deviation, e.g. <c>13.7 ± 0.6</c>.</summary>
    /// <param name="count">Numbers of iterations.</param>
    public static string Count(Spread count) => WithDeviation(count, 1);

    /// <summary>A factor, e.g. <c>2.9</c> or <c>31</c>.</summary>
    /// <param name="value">At least 1.</param>
    public static string Factor(double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);

    /// <summary>
    /// A learning rate or an axis tick without an exponent while that is short, e.g. <c>0.0005</c>, <c>3</c>, <c>1e-7</c>.
    /// </summary>
    /// <param name="value">Positive.</param>
    public static string Plain(double value) => value is >= 1e-5 and < 1e6
        ? value.ToString("0.#######", CultureInfo.InvariantCulture)
        : value.ToString("0.##e-0", CultureInfo.InvariantCulture);

    /// <summary>
    /// Any number with four significant digits, e.g. <c>0.3124</c>, <c>-12</c>, <c>1.5e-7</c>, <c>infinite</c>; a hyphen for none.
    /// </summary>
    /// <param name="value">NaN for none.</param>
    public static string Digits(double value)
    {
        if (double.IsNaN(value))
            return "-";
        if (!double.IsFinite(value))
            return value > 0 ? "infinite" : "-infinite";
        return value == 0 || Math.Abs(value) is >= 1e-4 and < 1e6
            ? decimal.Parse(value.ToString("G4", CultureInfo.InvariantCulture), NumberStyles.Float, CultureInfo.InvariantCulture)
                .ToString("0.########", CultureInfo.InvariantCulture)
            : value.ToString("0.###e-0", CultureInfo.InvariantCulture);
    }

    private static string WithDeviation(Spread spread, int decimals)
    {
        string mean = Fixed(spread.Mean, decimals);
        return double.IsNaN(spread.Deviation) ? mean : $"{mean} ± {Fixed(spread.Deviation, decimals)}";
    }

    private static string Fixed(double value, int decimals)
    {
        if (!double.IsFinite(value))
            return "-";
        return decimals < 0
            ? value.ToString("0.0e-0", CultureInfo.InvariantCulture)
            : value.ToString($"F{decimals}", CultureInfo.InvariantCulture);
    }

    /// <summary>Decimals that leave a loss two to four significant digits; -1 where an exponent is needed.</summary>
    private static int Decimals(double value) => Math.Abs(value) switch
    {
        >= 10_000 => -1,
        >= 100 => 0,
        >= 10 => 2,
        >= 0.1 => 3,
        >= 0.01 => 4,
        0 => 3,
        _ => -1,
    };
}
