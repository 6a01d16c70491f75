using System.Collections.Immutable;

namespace L2O.Tables;

/// <summary>A column of a stored table.</summary>
/// <param name="Name">As in the header line.</param>
/// <param name="Kind">What its cells are.</param>
/// <param name="Unit">Unit of its numbers; empty for names and counts without one.</param>
/// <param name="Meaning">A sentence for a reader who has only the file.</param>
internal sealed record TableColumn(string Name, ColumnKind Kind, string Unit, string Meaning)
{
    /// <summary>
    /// Its names in earlier tables, which are still read, the oldest first: of version 0.1, and of builds before 0.2; null where they have
    /// no such column.
    /// </summary>
    public ImmutableArray<string?> EarlierNames { get; init; } = [Name, Name];
}
