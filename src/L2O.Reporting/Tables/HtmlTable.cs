using System.Collections.Immutable;
using System.Net;
using System.Text;

namespace L2O.Reporting.Tables;

/// <summary>Renders a table as HTML with header cells for columns, groups and rows.</summary>
internal static class HtmlTable
{
    /// <summary>The <c>table</c> element; all text escaped, the best value of a column in <c>strong</c>.</summary>
    /// <param name="table">What to show.</param>
    public static string Render(TableModel table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var html = new StringBuilder();
        html.Append("<table>\n<caption>").Append(Escape(table.Caption)).Append("</caption>\n<thead><tr>");
        foreach (string column in table.Columns)
            html.Append("<th scope=\"col\">").Append(Escape(column)).Append("</th>");
        html.Append("</tr></thead>\n");
        foreach (TableGroup group in table.Groups)
        {
            html.Append("<tbody>\n");
            if (group.Title.Length > 0)
                html.Append("<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"").Append(table.Columns.Length)
                    .Append("\">").Append(Escape(group.Title)).Append("</th></tr>\n");
            foreach (ImmutableArray<ComparisonCell> row in group.Rows)
                AppendRow(html, row);
            html.Append("</tbody>\n");
        }
        return html.Append("</table>\n").ToString();
    }

    private static void AppendRow(StringBuilder html, ImmutableArray<ComparisonCell> row)
    {
        html.Append("<tr><th scope=\"row\">").Append(Escape(row[0].Text)).Append("</th>");
        foreach (ComparisonCell cell in row.Skip(1))
            html.Append("<td>").Append(cell.Best ? $"<strong>{Escape(cell.Text)}</strong>" : Escape(cell.Marked)).Append("</td>");
        html.Append("</tr>\n");
    }

    private static string Escape(string text) => WebUtility.HtmlEncode(text);
}
