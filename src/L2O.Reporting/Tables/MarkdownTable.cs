using System.Text;

namespace L2O.Reporting.Tables;

/// <summary>Renders a comparison as Markdown: one table, the best value of a column in bold.</summary>
public static class MarkdownTable
{
    /// <summary>The table, one line a row, each ending in a line feed.</summary>
    /// <param name="table">What to show.</param>
    public static string Render(ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var text = new StringBuilder();
        text.Append("| optimizee | ").AppendJoin(" | ", ComparisonSection.Columns).Append(" |\n");
        text.Append('|').Insert(text.Length, "---|", ComparisonSection.Columns.Count + 1).Append('\n');
        foreach (ComparisonSection section in table.Sections())
            foreach (IReadOnlyList<ComparisonCell> line in section.Lines)
                text.Append("| ").Append(Escape(section.Optimizee)).Append(" | ").AppendJoin(" | ", line.Select(Show)).Append(" |\n");
        return text.ToString();
    }

    private static string Show(ComparisonCell cell) => cell.Best ? $"**{Escape(cell.Text)}**" : Escape(cell.Text);

    private static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("|", "\\|", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal);
}
