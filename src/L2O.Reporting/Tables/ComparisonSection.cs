namespace L2O.Reporting.Tables;

/// <summary>The part of a comparison table that belongs to one optimizee, formatted: a line for each optimizer.</summary>
internal sealed class ComparisonSection
{
    /// <summary>Formats the rows of one optimizee.</summary>
    /// <param name="optimizee">Its name.</param>
    /// <param name="rows">A row for each optimizer.</param>
    /// <param name="columns">What to show of each.</param>
    internal ComparisonSection(string optimizee, IReadOnlyList<ComparisonRow> rows, IReadOnlyList<ComparisonColumn> columns)
    {
        Optimizee = optimizee;
        double[] best = [.. columns.Select(column => column.Rank is { } rank ? Least(rows, rank) : double.NegativeInfinity)];
        Lines =
        [
            .. rows.Select(row => (IReadOnlyList<ComparisonCell>)
                [.. columns.Select((column, i) =>
                    new ComparisonCell(column.Text(row), column.Rank is { } rank && rank(row).Equals(best[i])))]),
        ];
    }

    /// <summary>The optimizee's name.</summary>
    public string Optimizee { get; }

    /// <summary>A line for each optimizer, a cell for each of <see cref="ComparisonTable.Columns"/>.</summary>
    public IReadOnlyList<IReadOnlyList<ComparisonCell>> Lines { get; }

    /// <summary>The best value of a column; a value that no row has where none is finite.</summary>
    private static double Least(IReadOnlyList<ComparisonRow> rows, Func<ComparisonRow, double> value)
    {
        double least = rows.Min(value);
        return double.IsFinite(least) ? least : double.NegativeInfinity;
    }
}
