using System.Globalization;
using System.Text.RegularExpressions;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>
/// Mends what the drawing library's SVG writer leaves undone: it counts identifiers over the whole process, so that equal
/// figures differ, and gives no view box, so that a page could not show the figure at another size.
/// </summary>
internal static partial class SvgText
{
    /// <summary>The same picture with identifiers counted from 0 and a view box.</summary>
    /// <param name="svg">As written.</param>
    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    internal static string Mend(string svg, int width, int height)
    {
        var numbers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Identifier().Matches(svg))
            numbers.TryAdd(match.Groups[1].Value, string.Create(CultureInfo.InvariantCulture, $"i{numbers.Count}"));
        string mended = Mention()
            .Replace(svg, match => numbers.TryGetValue(match.Groups[2].Value, out string? number) ? match.Groups[1].Value
            + number + match.Groups[3].Value : match.Value);
        return Root().Replace(mended, string.Create(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {width} {height}\" "), 1);
    }

    [GeneratedRegex(" id=\"([a-z]+_[0-9a-f]+)\"")]
    private static partial Regex Identifier();

    [GeneratedRegex("( id=\"|\"#|url\\(#)([a-z]+_[0-9a-f]+)(\"|\\))")]
    private static partial Regex Mention();

    [GeneratedRegex("<svg ")]
    private static partial Regex Root();
}
