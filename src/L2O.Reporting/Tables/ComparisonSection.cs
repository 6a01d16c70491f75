namespace L2O.Reporting.Tables;

/// <summary>The part of a comparison table that belongs to one optimizee, formatted: a line for each optimizer.</summary>
internal sealed class ComparisonSection
{
    /// <summary>Formats the rows of one optimizee.</summary>
    /// <param name="optimizee">Its name.</param>
    /// <param name="title">What stands above its lines.</param>
    /// <param name="rows">A row for each optimizer.</param>
    /// <param name="columns">What to show of each.</param>
    internal ComparisonSection(string optimizee, string title, IReadOnlyList<ComparisonRow> rows, IReadOnlyList<ComparisonColumn> columns)
    {
        (Optimizee, Title) = (optimizee, title);
        Standing?[] standings = [.. columns.Select(column => column.Ranked is { } ranked ? Standing.Of(rows, ranked) : null)];
        Lines =
        [
            .. rows.Select(row => (IReadOnlyList<ComparisonCell>)[.. columns.Select((column, i) => new ComparisonCell(
                column.Text(row), standings[i]?.IsBest(row) == true, standings[i]?.IsLevel(row) == true))]),
        ];
    }

    /// <summary>The optimizee's name.</summary>
    public string Optimizee { get; }

    /// <summary>Its name, with the threshold where networks have different ones.</summary>
    public string Title { get; }

    /// <summary>A line for each optimizer, a cell for each of <see cref="ComparisonTable.Columns"/>.</summary>
    public IReadOnlyList<IReadOnlyList<ComparisonCell>> Lines { get; }
}
