namespace L2O.Data;

/// <summary>
/// A format of data of one's own, e.g. CSV tables. The library has readers for CSV and npy files; those that need another package are
/// handed in, by the command line from L2O.Readers.
/// </summary>
public interface IDatasetReader
{
    /// <summary>
    /// What the data are called in front of the path, e.g. <c>table</c>; several readers may share it and tell their files by the path.
    /// </summary>
    string Kind { get; }

    /// <summary>What the command line takes, e.g. <c>table:FILE.csv,target=COLUMN</c>.</summary>
    string Usage { get; }

    /// <summary>Whether a path is one for this reader; only its name counts.</summary>
    /// <param name="path">A file or folder, there or not.</param>
    bool Takes(string path);

    /// <summary>Reads both splits into memory.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How; <see cref="DatasetOptions.Require"/> refuses those that the format does not know.</param>
    /// <exception cref="ArgumentException">An option does not go with the format or the data.</exception>
    /// <exception cref="InvalidDataException">A file is malformed; the message names it, the place, and what was expected.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    DataSplits Read(string path, DatasetOptions options);
}
