using System.Text;

namespace L2O.Reporting.Markdown;

/// <summary>Text in Markdown (CommonMark with tables).</summary>
internal static class MarkdownText
{
    private const string Special = "\\`*_[]|";

    /// <summary>A text in which nothing is markup, on one line.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (char c in text)
            _ = c switch
            {
                '<' => escaped.Append("&lt;"),
                '&' => escaped.Append("&amp;"),
                _ when char.IsControl(c) => escaped.Append(' '),
                _ when Special.Contains(c, StringComparison.Ordinal) => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        return escaped.ToString();
    }

    /// <summary>A paragraph: a text whose first character starts no list, heading or quotation either.</summary>
    internal static string Paragraph(string text)
    {
        string escaped = Escape(text).Trim();
        int digits = escaped.TakeWhile(char.IsAsciiDigit).Count();
        if (digits > 0 && digits < escaped.Length && escaped[digits] is '.' or ')')
            return escaped.Insert(digits, "\\");
        return escaped.Length > 0 && escaped[0] is '#' or '-' or '+' or '>' or '=' or '~' ? $"\\{escaped}" : escaped;
    }

    /// <summary>A block of text as it is, fenced by more backticks than it has in a row.</summary>
    /// <param name="language">Name of its language.</param>
    /// <param name="text">The block.</param>
    internal static string Fence(string language, string text)
    {
        int longest = 0, row = 0;
        foreach (char c in text)
            longest = Math.Max(longest, row = c == '`' ? row + 1 : 0);
        string fence = new('`', Math.Max(3, longest + 1));
        return $"{fence}{language}\n{text.ReplaceLineEndings("\n").TrimEnd('\n')}\n{fence}\n";
    }
}
