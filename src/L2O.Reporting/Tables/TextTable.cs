using System.Collections.Immutable;
using System.Text;

namespace L2O.Reporting.Tables;

/// <summary>
/// Renders a comparison for a console: aligned columns, the best value of a column marked by <c>*</c>, no colors needed.
/// </summary>
internal static class TextTable
{
    /// <summary>The table, one line a row, each ending in a line feed.</summary>
    /// <param name="table">What to show.</param>
    public static string Render(ComparisonTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<ComparisonSection> sections = table.Sections();
        string[] first = [.. table.Columns.Select(static name => name.Split(' ', 2)[0])];
        string[] second = [.. table.Columns.Select(static name => name.Split(' ', 2) is [_, string rest] ? rest : "")];
        int[] widths = [.. first.Zip(second, static (a, b) => Math.Max(a.Length, b.Length))];
        foreach (IReadOnlyList<ComparisonCell> line in sections.SelectMany(static section => section.Lines))
            for (int column = 0; column < widths.Length; column++)
                widths[column] = Math.Max(widths[column], Show(line[column]).Length);

        var text = new StringBuilder();
        foreach (ComparisonSection section in sections)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(section.Title).Append('\n');
            Append(text, first, widths);
            Append(text, second, widths);
            Append(text, [.. widths.Select(static width => new string('-', width))], widths);
            foreach (IReadOnlyList<ComparisonCell> line in section.Lines)
                Append(text, [.. line.Select(Show)], widths);
        }
        if (sections.SelectMany(static section => section.Lines).SelectMany(static line => line).Any(static cell => cell.Best))
            text.Append("\n* best of the column\n");
        else if (table.Notes.Count > 0)
            text.Append('\n');
        return text.AppendJoin("", table.Notes.Select(static note => $"{note}\n")).ToString();
    }

    /// <summary>Any table, one line a row, each ending in a line feed: the title, its groups, and behind them how to read it.</summary>
    /// <param name="table">What to show.</param>
    public static string Render(TableModel table)
    {
        ArgumentNullException.ThrowIfNull(table);
        int[] widths = [.. table.Columns.Select((name, column) => table.Groups.SelectMany(static group => group.Rows)
            .Select(row => Show(row[column]).Length).Append(name.Length).Max())];
        var text = new StringBuilder(table.Title.Length > 0 ? $"{table.Title}\n" : "");
        foreach (TableGroup group in table.Groups)
        {
            text.Append(text.Length == 0 ? "" : "\n").Append(group.Title.Length > 0 ? $"{group.Title}\n" : "");
            Append(text, [.. table.Columns], widths);
            Append(text, [.. widths.Select(static width => new string('-', width))], widths);
            foreach (ImmutableArray<ComparisonCell> row in group.Rows)
                Append(text, [.. row.Select(Show)], widths);
        }
        return text.Append(table.Caption.Length > 0 ? $"\n{table.Caption}\n" : "").ToString();
    }

    private static string Show(ComparisonCell cell) => cell.Best ? $"{cell.Text} *" : cell.Marked;

    private static void Append(StringBuilder text, string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int column = 0; column < widths.Length; column++)
            line.Append("  ").Append(cells[column].PadRight(widths[column]));
        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
