namespace L2O.Data.Formats;

/// <summary>Reads pairs of npy files for the command line and configurations.</summary>
internal sealed class NpyReader : IDatasetReader
{
    /// <inheritdoc/>
    public string Kind => NpyDataset.Kind;

    /// <inheritdoc/>
    public string Usage => "npy:INPUTS.npy,targets=TARGETS.npy";

    /// <inheritdoc/>
    public bool Takes(string path) => path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public DataSplits Read(string path, DatasetOptions options) => NpyDataset.Read(path, options);
}
