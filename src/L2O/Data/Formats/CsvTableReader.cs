namespace L2O.Data.Formats;

/// <summary>Reads CSV tables for the command line and configurations.</summary>
internal sealed class CsvTableReader : IDatasetReader
{
    private static readonly string[] s_endings = [".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz"];

    /// <inheritdoc/>
    public string Kind => TableDataset.Kind;

    /// <inheritdoc/>
    public string Usage => "table:FILE.csv,target=COLUMN";

    /// <inheritdoc/>
    public bool Takes(string path) => s_endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public DataSplits Read(string path, DatasetOptions options) => TableDataset.Read(path, options, CsvFile.Read);
}
