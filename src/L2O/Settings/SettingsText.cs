using System.Globalization;
using System.Text.Json;
using L2O.Numerics;

namespace L2O.Settings;

/// <summary>Turns the text of one setting into its value, always in the invariant culture.</summary>
internal static class SettingsText
{
    /// <summary>Reads a value.</summary>
    /// <param name="path">The dotted key, for messages.</param>
    /// <param name="key">What the text is for.</param>
    /// <param name="text">A number, a name, or several separated by commas; <c>null</c> where the setting may be left open.</param>
    /// <exception cref="ArgumentException">The text does not fit the key's type.</exception>
    public static object? Parse(string path, SettingsKey key, string text)
    {
        if (key.MayBeNull && text == "null")
            return null;
        if (key.ElementType is not { } element)
            return ParseOne(path, key.Type, text, key.MayBeNull);
        string[] parts = text.Length == 0 ? [] : text.Split(',');
        return SettingsShape.Collect(key, element, [.. parts.Select(part => ParseOne(path, element, part.Trim(), mayBeNull: false))]);
    }

    /// <summary>What a value of that type looks like, for messages.</summary>
    public static string Expectation(Type type)
    {
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        if (bare.IsEnum)
            return $"one of {string.Join(", ", NamesOf(bare))}";
        return Type.GetTypeCode(bare) switch
        {
            TypeCode.Boolean => "true or false",
            TypeCode.Int32 => $"an integer from {int.MinValue} to {int.MaxValue}",
            TypeCode.Int64 => $"an integer from {long.MinValue} to {long.MaxValue}",
            TypeCode.UInt64 => $"an integer from 0 to {ulong.MaxValue}",
            TypeCode.Single or TypeCode.Double => "a number such as 0.001 or 1e-3",
            TypeCode.String => "a text",
            _ => SettingsShape.IsGroup(bare) ? "an object" : SettingsShape.IsRecord(bare) ? "a text or an object" : "a list",
        };
    }

    /// <summary>The members of an enumeration as they are written in files.</summary>
    public static IEnumerable<string> NamesOf(Type type) => Enum.GetNames(type).Select(JsonNamingPolicy.CamelCase.ConvertName);

    /// <summary>One member as it is written in files.</summary>
    public static string NameOf(Enum value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    private static object ParseOne(string path, Type type, string text, bool mayBeNull)
    {
        if (SettingsShape.IsRecord(type) && SettingsShape.Of(type) is { HasText: true } shape)
            return ParseText(path, shape, text);
        Type bare = Nullable.GetUnderlyingType(type) ?? type;
        const NumberStyles integer = NumberStyles.AllowLeadingSign;
        CultureInfo culture = CultureInfo.InvariantCulture;
        object? value = bare.IsEnum ? ParseEnum(bare, text) : Type.GetTypeCode(bare) switch
        {
            TypeCode.String => text,
            TypeCode.Boolean => text is "true" or "false" ? text == "true" : null,
            TypeCode.Int32 => int.TryParse(text, integer, culture, out int number) ? number : null,
            TypeCode.Int64 => long.TryParse(text, integer, culture, out long number) ? number : null,
            TypeCode.UInt64 => ulong.TryParse(text, NumberStyles.None, culture, out ulong number) ? number : null,
            TypeCode.Single => float.TryParse(text, NumberStyles.Float, culture, out float number) ? number : null,
            TypeCode.Double => double.TryParse(text, NumberStyles.Float, culture, out double number) ? number : null,
            _ => throw new ArgumentException($"setting '{path}' can't be given as text; set it in a configuration file"),
        };
        return value
            ?? throw new ArgumentException(
            $"setting '{path}' has the value '{text}'; expected {Expectation(bare)}{(mayBeNull ? ", or null" : "")}{Hint(bare, text)}");
    }

    private static object ParseText(string path, SettingsShape shape, string text)
    {
        try
        {
            return shape.Parse(text);
        }
        catch (ArgumentException failure)
        {
            throw new ArgumentException($"setting '{path}': {ArgumentMessage.Of(failure)}", failure);
        }
    }

    private static object? ParseEnum(Type type, string text)
    {
        foreach (object value in Enum.GetValues(type))
            if (JsonNamingPolicy.CamelCase.ConvertName(value.ToString()!) == text)
                return value;
        return null;
    }

    private static string Hint(Type type, string text) =>
        type.IsEnum && NearestName.Find(text, NamesOf(type)) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
