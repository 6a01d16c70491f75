using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using L2O.Numerics;

namespace L2O.Cli.Options;

/// <summary>Makes options whose values are checked while the command line is read, with messages in the house's form.</summary>
internal static class ValueOptions
{
    /// <summary>An integer within bounds, both included.</summary>
    public static Option<int> Integer(string name, string description, int defaultValue, int min, int max = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => int.TryParse(TextOf(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            && value >= min && value <= max
            ? value
            : Refuse<int>(result, name, max == int.MaxValue ? $"an integer, {min} or more" : $"an integer from {min} to {max}"),
    };

    /// <summary>A number of things, 1 or more; 0 where the user did not type it.</summary>
    public static Option<int> Count(string name, string description, int max) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= 1 && value <= max
            ? value
            : Refuse<int>(result, name, $"an integer from 1 to {max}"),
    };

    /// <summary>A 64-bit number without sign; with no default it is 0 where the user did not type it.</summary>
    public static Option<ulong> UnsignedInteger(string name, string description, ulong? defaultValue)
    {
        var option = new Option<ulong>(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => ulong.TryParse(TextOf(result), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
                ? value
                : Refuse<ulong>(result, name, $"an integer from 0 to {ulong.MaxValue}"),
        };
        if (defaultValue is { } number)
            option.DefaultValueFactory = _ => number;
        return option;
    }

    /// <summary>A finite number greater than <paramref name="above"/>.</summary>
    public static Option<double> Number(string name, string description, double defaultValue, double above) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => double.TryParse(TextOf(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value > above && double.IsFinite(value)
            ? value
            : Refuse<double>(result, name, string.Create(CultureInfo.InvariantCulture, $"a number greater than {above}")),
    };

    /// <summary>The same where something else says it if the user does not; null then.</summary>
    public static Option<double?> NumberInstead(string name, string description, double above) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => double.TryParse(TextOf(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value > above && double.IsFinite(value)
            ? value
            : Refuse<double?>(result, name, string.Create(CultureInfo.InvariantCulture, $"a number greater than {above}")),
    };

    /// <summary>A number between 0 and 1, both excluded.</summary>
    public static Option<double> Share(string name, string description, double defaultValue) => new(name)
    {
        Description = description,
        HelpName = "X",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => double.TryParse(TextOf(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && value is > 0 and < 1
            ? value
            : Refuse<double>(result, name, "a number between 0 and 1"),
    };

    /// <summary>One of a few names.</summary>
    public static Option<string> OneOf(string name, string description, string? defaultValue, IReadOnlyList<string> names)
    {
        var option = new Option<string>(name)
        {
            Description = $"{description}: {string.Join(", ", names)}",
            HelpName = "NAME",
            Required = defaultValue is null,
            CustomParser = result => names.Contains(TextOf(result)) ? TextOf(result)
                : Refuse<string>(result, name, $"one of {string.Join(", ", names)}{Hint(TextOf(result), names)}"),
        };
        if (defaultValue is not null)
            option.DefaultValueFactory = _ => defaultValue;
        return option;
    }

    /// <summary>Names separated by commas; the option may be repeated. What the names mean is for the command to check.</summary>
    public static Option<NameList> Names(string name, string description, params string[] defaults) => new(name)
    {
        Description = description,
        HelpName = "A,B,...",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => new NameList(defaults),
        CustomParser = result => NamesOf(result, name),
    };

    /// <summary>The same where something else says them if the user does not; null then.</summary>
    public static Option<NameList?> NamesInstead(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "A,B,...",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => NamesOf(result, name),
    };

    private static NameList? NamesOf(ArgumentResult result, string name)
    {
        string[] names = [.. result.Tokens.SelectMany(static token => token.Value.Split(',', StringSplitOptions.TrimEntries))];
        return names.Contains("") ? Refuse<NameList>(result, name, "names separated by commas") : new NameList(names);
    }

    private static string TextOf(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;

    private static string Hint(string text, IEnumerable<string> names) => NearestName.Find(text, names) is { } nearest
        ? $"; did you mean '{nearest}'?" : "";

    private static T? Refuse<T>(ArgumentResult result, string name, string expected)
    {
        result.AddError(
            $"option '{name}' has the value '{string.Join(" ", result.Tokens.Select(static token => token.Value))}'; expected {expected}");
        return default;
    }
}
