using System.Collections.Immutable;

namespace L2O.Reporting.Tables;

/// <summary>A table as text, free of how it is written: the same description becomes HTML and Markdown.</summary>
/// <param name="Title">Heading; empty where something else names it.</param>
/// <param name="Caption">How to read it.</param>
/// <param name="Columns">What each column shows, with its unit; the first names the rows.</param>
/// <param name="Groups">The rows.</param>
internal sealed record TableModel(string Title, string Caption, ImmutableArray<string> Columns, ImmutableArray<TableGroup> Groups)
{
    /// <summary>What the titles of the groups are, e.g. <c>network</c>; empty where they have none.</summary>
    public string GroupColumn { get; init; } = "";
}
