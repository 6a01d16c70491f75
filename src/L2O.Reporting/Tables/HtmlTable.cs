using System.Net;
using System.Text;

namespace L2O.Reporting.Tables;

/// <summary>Renders a comparison as an HTML table with header cells for columns, optimizees and optimizers.</summary>
public static class HtmlTable
{
    /// <summary>The <c>table</c> element; all text escaped, the best value of a column in <c>strong</c>.</summary>
    /// <param name="table">What to show.</param>
    public static string Render(ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var html = new StringBuilder();
        html.Append("<table class=\"comparison\">\n<caption>").Append(Escape(Caption(table))).Append("</caption>\n<thead><tr>");
        foreach (string column in ComparisonSection.Columns)
            html.Append("<th scope=\"col\">").Append(Escape(column)).Append("</th>");
        html.Append("</tr></thead>\n");
        foreach (ComparisonSection section in table.Sections())
        {
            html.Append("<tbody>\n<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"").Append(ComparisonSection.Columns.Count)
                .Append("\">").Append(Escape(section.Optimizee)).Append("</th></tr>\n");
            foreach (IReadOnlyList<ComparisonCell> line in section.Lines)
                AppendLine(html, line);
            html.Append("</tbody>\n");
        }
        return html.Append("</table>\n").ToString();
    }

    private static string Caption(ComparisonTable table) =>
        $"Data {table.Data}, {table.Iterations} iterations a run; best of each column and optimizee in bold";

    private static void AppendLine(StringBuilder html, IReadOnlyList<ComparisonCell> line)
    {
        html.Append("<tr><th scope=\"row\">").Append(Escape(line[0].Text)).Append("</th>");
        foreach (ComparisonCell cell in line.Skip(1))
            html.Append("<td>").Append(cell.Best ? $"<strong>{Escape(cell.Text)}</strong>" : Escape(cell.Text)).Append("</td>");
        html.Append("</tr>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
