using System.Collections.Immutable;
using L2O.Files;

namespace L2O.Tables;

/// <summary>The columns of one of the tables that runs store: as CSV, and with the same names and order as Parquet.</summary>
/// <param name="FileName">Name of the CSV file.</param>
/// <param name="Meaning">What a row is.</param>
/// <param name="Columns">In their order.</param>
internal sealed record TableSchema(string FileName, string Meaning, ImmutableArray<TableColumn> Columns)
{
    /// <summary>Reads a table in pieces, so that its size does not matter.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="rowsAtOnce">Rows of a piece, positive; the last has fewer.</param>
    /// <returns>
    /// Pieces of at least one row, an array a column: <c>string[]</c>, <c>int?[]</c>, <c>double[]</c> with NaN for empty cells,
    /// or <c>bool[]</c>, by <see cref="TableColumn.Kind"/>.
    /// </returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or another table; the message names the line.</exception>
    public IEnumerable<IReadOnlyList<Array>> Read(string path, int rowsAtOnce)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowsAtOnce);
        return Rows(path).Chunk(rowsAtOnce)
            .Select(rows => (IReadOnlyList<Array>)[.. Columns.Select((column, index) => Cells(rows, column.Kind, index))]);
    }

    /// <summary>The rows of a table of this version or of an earlier one, whose missing columns are empty.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or another table; the message names the line.</exception>
    internal IEnumerable<CsvRow> Rows(string path) =>
        CsvTable.Read(path, Header, [.. Enumerable.Range(0, Columns[0].EarlierNames.Length)
            .Select(form => (string?[])[.. Columns.Select(column => column.EarlierNames[form])])]);

    /// <summary>The names of the columns.</summary>
    internal string[] Header => [.. Columns.Select(static column => column.Name)];

    private static Array Cells(CsvRow[] rows, ColumnKind kind, int column) => kind switch
    {
        ColumnKind.Text => Array.ConvertAll(rows, row => row.IsEmpty(column) ? "" : row.Text(column)),
        ColumnKind.Integer => Array.ConvertAll(rows, row => row.IsEmpty(column) ? (int?)null : row.Integer(column, int.MinValue)),
        ColumnKind.Number => Array.ConvertAll(rows, row => row.Number(column)),
        _ => Array.ConvertAll(rows, row => !row.IsEmpty(column) && row.Flag(column)), // an earlier table may lack it
    };
}
