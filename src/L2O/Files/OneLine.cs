using System.Globalization;
using System.Text;

namespace L2O.Files;

/// <summary>Texts from elsewhere, such as file names, that are shown in one line without line breaks and terminals' escape codes.</summary>
internal static class OneLine
{
    /// <summary>The text with control characters written as in C#, e.g. <c>\n</c> or <c>\u001b</c>.</summary>
    /// <param name="text">Any text; comes back itself if it has none.</param>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(IsBreaking))
            return text;
        var shown = new StringBuilder(text.Length + 8);
        foreach (char character in text)
            shown.Append(character switch
            {
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when IsBreaking(character) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => $"{character}",
            });
        return shown.ToString();
    }

    private static bool IsBreaking(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';
}
