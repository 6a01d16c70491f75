using System.Collections.Immutable;

namespace L2O.Reporting.Tables;

/// <summary>Rows of a table that belong together.</summary>
/// <param name="Title">What they have in common, e.g. the network; empty where a table has one group.</param>
/// <param name="Rows">A cell for each column; the first names the row.</param>
internal sealed record TableGroup(string Title, ImmutableArray<ImmutableArray<ComparisonCell>> Rows)
{
    /// <summary>A group without a title of rows of plain text.</summary>
    /// <param name="rows">A text for each column.</param>
    public static TableGroup Plain(IEnumerable<IEnumerable<string>> rows) =>
        new("", [.. rows.Select(static row => row.Select(static text => new ComparisonCell(text, false)).ToImmutableArray())]);
}
