using L2O.Files;
using L2O.Tables;
using Parquet;
using Parquet.Schema;

namespace L2O.Reporting.Tables;

/// <summary>
/// Writes a run folder's tables again as Parquet, with the types, units and meanings that CSV has no place for: pandas, polars and DuckDB
/// read them as they are. The CSV stays what is read back here.
/// </summary>
internal static class ParquetTables
{
    /// <summary>Rows of a row group: no more of a table is in memory at a time.</summary>
    public const int RowsPerGroup = 1 << 16;

    /// <summary>Extension of the files.</summary>
    public const string Extension = ".parquet";

    /// <summary>Key of the file's metadata that says what a row is.</summary>
    public const string RowKey = "l2o.row";

    /// <summary>What stands in front of a column's name in the key of its unit.</summary>
    public const string UnitPrefix = "l2o.unit.";

    /// <summary>What stands in front of a column's name in the key of its meaning.</summary>
    public const string MeaningPrefix = "l2o.meaning.";

    /// <summary>Writes the twin of each known table that lies in a folder.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <returns>The files written.</returns>
    /// <exception cref="IOException">Some could not be made, e.g. of a damaged table; the message names them, and the others are
    /// there.</exception>
    public static IReadOnlyList<string> WriteAll(string folder)
    {
        var written = new List<string>();
        var outputs = new IndependentOutputs();
        foreach (TableSchema table in TableCatalog.All)
            if (Path.Combine(folder, table.FileName) is var csv && File.Exists(csv))
            {
                string path = Path.ChangeExtension(csv, Extension);
                outputs.Try(Path.GetFileName(path), () =>
                {
                    Write(table, csv, path);
                    written.Add(path);
                });
            }
        outputs.ThrowIfAnyFailed();
        return written;
    }

    /// <summary>Writes the twin of one table, in one step. Equal tables give equal bytes.</summary>
    /// <param name="table">Its columns.</param>
    /// <param name="csv">The table.</param>
    /// <param name="path">The Parquet file; its folder must exist.</param>
    /// <param name="rowsPerGroup">Rows of a row group, positive.</param>
    /// <exception cref="FileNotFoundException">There is no such table.</exception>
    /// <exception cref="InvalidDataException">It is damaged or another one; the message names file and line.</exception>
    public static void Write(TableSchema table, string csv, string path, int rowsPerGroup = RowsPerGroup)
    {
        ArgumentNullException.ThrowIfNull(table);
        AtomicFile.Write(path, stream => WriteGroups(table, table.Read(csv, rowsPerGroup), stream).GetAwaiter().GetResult());
    }

    private static async Task WriteGroups(TableSchema table, IEnumerable<IReadOnlyList<Array>> groups, Stream stream)
    {
        DataField[] fields = [.. table.Columns.Select(Field)];
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
        writer.CustomMetadata = Meanings(table);
        foreach (IReadOnlyList<Array> columns in groups)
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            for (int i = 0; i < fields.Length; i++)
                await Write(group, fields[i], columns[i]).ConfigureAwait(false);
        }
    }

    private static DataField Field(TableColumn column) => column.Kind switch
    {
        ColumnKind.Text => new DataField(column.Name, typeof(string), isNullable: false),
        ColumnKind.Integer => new DataField(column.Name, typeof(int), isNullable: true),
        ColumnKind.Number => new DataField(column.Name, typeof(double), isNullable: true),
        _ => new DataField(column.Name, typeof(bool), isNullable: false),
    };

    private static async Task Write(ParquetRowGroupWriter group, DataField field, Array column)
    {
        switch (column)
        {
            case string[] texts:
                await group.WriteAsync(field, texts).ConfigureAwait(false);
                break;
            case int?[] integers:
                await group.WriteAsync<int>(field, integers.AsMemory()).ConfigureAwait(false);
                break;
            case double[] numbers:
                double?[] cells = Array.ConvertAll(numbers, static number => double.IsNaN(number) ? (double?)null : number);
                await group.WriteAsync<double>(field, cells.AsMemory()).ConfigureAwait(false);
                break;
            default:
                await group.WriteAsync<bool>(field, ((bool[])column).AsMemory()).ConfigureAwait(false);
                break;
        }
    }

    private static Dictionary<string, string> Meanings(TableSchema table)
    {
        var metadata = new Dictionary<string, string> { [RowKey] = table.Meaning };
        foreach (TableColumn column in table.Columns)
        {
            if (column.Unit.Length > 0)
                metadata.Add(UnitPrefix + column.Name, column.Unit);
            metadata.Add(MeaningPrefix + column.Name, column.Meaning);
        }
        return metadata;
    }
}
