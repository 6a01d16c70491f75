using L2O.Data;
using L2O.Data.Formats;
using L2O.Files;
using Parquet;
using Parquet.Schema;

namespace L2O.Readers;

/// <summary>Parquet files as tables: columns of numbers, booleans and texts; see <see cref="TableDataset"/>.</summary>
public sealed class ParquetTableReader : IDatasetReader
{
    /// <inheritdoc/>
    public string Kind => TableDataset.Kind;

    /// <inheritdoc/>
    public string Usage => "table:FILE.parquet,target=COLUMN";

    /// <inheritdoc/>
    public bool Takes(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);
    }

    /// <inheritdoc/>
    public DataSplits Read(string path, DatasetOptions options) => TableDataset.Read(path, options, static file => ReadTable(file));

    private static TabularData ReadTable(string path)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return ReadTable(path, stream).GetAwaiter().GetResult();
        }
        catch (Exception failure) when (failure is not (InvalidDataException or OutOfMemoryException)
            || !failure.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: no Parquet file that can be read "
                + $"({failure.Message.Split('\n')[0].TrimEnd('.', '\r')}); expected an intact one"
                + ForeignFile.Note(path, ForeignFile.Parquet), failure);
        }
    }

    private static async Task<TabularData> ReadTable(string path, Stream stream)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(stream).ConfigureAwait(false);
        foreach (Field field in reader.Schema.Fields)
            if (field is not DataField { IsArray: false } data || !ParquetColumn.Takes(data.ClrType))
                throw new InvalidDataException($"{path}, column '{field.Name}': it holds "
                    + $"{(field is DataField other ? $"values of type {other.ClrType.Name}" : "nested values")}; expected numbers, "
                    + "booleans or texts");
        ParquetColumn[] columns = [.. reader.Schema.DataFields.Select(static field => new ParquetColumn(field))];
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rows = reader.OpenRowGroupReader(group);
            if (rows.RowCount is < 0 or > int.MaxValue)
                throw new InvalidDataException($"{path}: row group {group} claims {rows.RowCount} rows; expected 0 to {int.MaxValue}");
            foreach (ParquetColumn column in columns)
                await column.Read(rows).ConfigureAwait(false);
        }
        return new TabularData(path, [.. columns.Select(static column => column.ToTabular())]);
    }
}
