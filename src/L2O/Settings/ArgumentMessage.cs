using System.Text.RegularExpressions;

namespace L2O.Settings;

/// <summary>The message of an exception as one line for a person, without the parameter names that .NET appends.</summary>
internal static partial class ArgumentMessage
{
    public static string Of(Exception exception)
    {
        string text = ParameterName().Replace(exception.Message, "");
        return LineBreak().Replace(text.Trim(), "; ");
    }

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex ParameterName();

    [GeneratedRegex(@"\s*[\r\n]+\s*(?=Actual value was )")] // line breaks in names are others', and shown as such
    private static partial Regex LineBreak();
}
