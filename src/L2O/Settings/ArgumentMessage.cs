using System.Text.RegularExpressions;

namespace L2O.Settings;

/// <summary>The message of an exception as one line for a person, without the parameter names that .NET appends.</summary>
internal static partial class ArgumentMessage
{
    public static string Of(Exception exception)
    {
        string text = ParameterName().Replace(exception.Message, "");
        return LineBreaks().Replace(text.Trim(), "; ");
    }

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\s*[\r\n]+\s*")]
    private static partial Regex LineBreaks();
}
