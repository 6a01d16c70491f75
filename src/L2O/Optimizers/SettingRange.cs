using System.Globalization;

namespace L2O.Optimizers;

/// <summary>Checks of optimizer settings. The messages state the value and the range.</summary>
internal static class SettingRange
{
    public static double Positive(double value, string name) =>
        double.IsFinite(value) && value > 0 ? value : throw OutOfRange(value, name, "a finite number above 0");

    public static double NotNegative(double value, string name) =>
        double.IsFinite(value) && value >= 0 ? value : throw OutOfRange(value, name, "a finite number of at least 0");

    /// <summary>A decay factor.</summary>
    public static double BelowOne(double value, string name) =>
        value is >= 0 and < 1 ? value : throw OutOfRange(value, name, "a number from 0 to below 1");

    /// <summary>A decay factor that must not be 0.</summary>
    public static double BetweenZeroAndOne(double value, string name) =>
        value is > 0 and < 1 ? value : throw OutOfRange(value, name, "a number above 0 and below 1");

    /// <summary>A part of a whole.</summary>
    public static double Share(double value, string name) => value is >= 0 and <= 1 ? value : throw OutOfRange(value, name, "0 to 1");

    /// <summary>One of an enumeration's values.</summary>
    public static TEnum Defined<TEnum>(TEnum value, string name) where TEnum : struct, Enum => Enum.IsDefined(value) ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected one of {string.Join(", ", Enum.GetNames<TEnum>())}");

    private static ArgumentOutOfRangeException OutOfRange(double value, string name, string expected) =>
        new(name, $"{name} is {value.ToString(CultureInfo.InvariantCulture)}; expected {expected}");
}
