using L2O.Cli.Help;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Readers;
using L2O.Settings;

namespace L2O.Cli;

/// <summary>Data as the command line has them: the library's own formats, and those of L2O.Readers.</summary>
internal static class CliData
{
    private static readonly IDatasetReader[] s_readers = [new ParquetTableReader(), new ImageFolderReader()];

    /// <summary>The readers of L2O.Readers.</summary>
    public static IReadOnlyList<IDatasetReader> Readers => s_readers;

    /// <summary>What <c>--data</c> takes, for the help.</summary>
    public static HelpSection Help { get; } = new("Data",
    [
        $"a dataset: {string.Join(", ", DatasetCatalog.All.Except(DatasetCatalog.Further).Select(static source => source.Name))}",
        $"  or, from files that are there: {string.Join(", ", DatasetCatalog.Further.Select(static source => source.Name))}",
        .. s_readers.Concat(DatasetReaders.BuiltIn).Select(static reader => reader.Usage).Order(StringComparer.Ordinal),
        "any of them with ,target=input for an autoencoder, and with options by the names of the settings, e.g. ,test=FILE,columns=a;b;c",
    ]);

    /// <summary>Reads both splits.</summary>
    /// <param name="settings">What.</param>
    /// <param name="dataDir">Folder of the known datasets; null leaves it to the environment.</param>
    /// <param name="threads">Threads for computing.</param>
    public static DataSplits Load(DataSettings settings, string? dataDir, int threads) =>
        settings.Load(DataFolder.Resolve(dataDir), threads, s_readers);

    /// <summary>The experiment with the digests of its data files.</summary>
    public static Experiment Pin(Experiment experiment) => experiment.Data.Pin().Digests is { } digests
        ? SettingsOverrides.Apply(experiment, [$"data.digests={string.Join(',', digests)}"])
        : experiment;

    /// <summary>The files with their digests, for provenance.</summary>
    public static IEnumerable<(string, string)> Facts(DataSettings settings) =>
        settings.Files.Zip(settings.Digests ?? [], static (file, digest) =>
            ($"SHA-256 of {Path.GetFileName(Path.TrimEndingDirectorySeparator(file))}", digest));
}
