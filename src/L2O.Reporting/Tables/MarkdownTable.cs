using System.Collections.Immutable;
using System.Text;
using L2O.Reporting.Markdown;

namespace L2O.Reporting.Tables;

/// <summary>Renders a table as Markdown, the best value of a column in bold.</summary>
internal static class MarkdownTable
{
    /// <summary>The table, one line a row, each ending in a line feed; titles of groups become a column of their own.</summary>
    /// <param name="table">What to show.</param>
    public static string Render(TableModel table)
    {
        ArgumentNullException.ThrowIfNull(table);
        bool isGrouped = table.GroupColumn.Length > 0;
        var text = new StringBuilder();
        Append(text, [.. isGrouped ? [MarkdownText.Escape(table.GroupColumn)] : Array.Empty<string>(),
            .. table.Columns.Select(MarkdownText.Escape)]);
        text.Append('|').Insert(text.Length, "---|", table.Columns.Length + (isGrouped ? 1 : 0)).Append('\n');
        foreach (TableGroup group in table.Groups)
            foreach (ImmutableArray<ComparisonCell> row in group.Rows)
                Append(text, [.. isGrouped ? [MarkdownText.Escape(group.Title)] : Array.Empty<string>(), .. row.Select(Show)]);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");

    private static string Show(ComparisonCell cell) =>
        cell.Best ? $"**{MarkdownText.Escape(cell.Text)}**" : MarkdownText.Escape(cell.Marked);
}
