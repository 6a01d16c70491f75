using System.Net;
using System.Text;

namespace L2O.Reporting.Html;

/// <summary>Text and names in HTML.</summary>
internal static class HtmlText
{
    /// <summary>A text in which nothing is markup, also within quotes.</summary>
    internal static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The value of an <c>id</c>: letters, digits and hyphens of a name behind a prefix.</summary>
    internal static string Id(string prefix, string name) =>
        $"{prefix}-{string.Concat(name.Select(static c => char.IsAsciiLetterOrDigit(c) || c == '-' ? c : '-'))}";

    /// <summary>A table that scrolls for itself, by keyboard too, where the page is narrow.</summary>
    /// <param name="html">Where to.</param>
    /// <param name="label">What the table is, for screen readers.</param>
    /// <param name="table">The <c>table</c> element.</param>
    internal static StringBuilder AppendScrolling(this StringBuilder html, string label, string table) => html
        .Append("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").Append(Escape(label))
            .Append("\">\n").Append(table).Append("</div>\n");

    /// <summary>A section with a heading that names it.</summary>
    internal static StringBuilder AppendSection(this StringBuilder html, string id, string heading, Action<StringBuilder> content)
    {
        html.Append("<section id=\"").Append(id).Append("\" aria-labelledby=\"").Append(id)
            .Append("-heading\">\n<h2 id=\"").Append(id).Append("-heading\">").Append(Escape(heading)).Append("</h2>\n");
        content(html);
        return html.Append("</section>\n");
    }
}
