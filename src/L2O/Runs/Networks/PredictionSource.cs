using L2O.Data;
using L2O.Data.Fitted;
using L2O.Data.Formats;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Settings;

namespace L2O.Runs.Networks;

/// <summary>Data to predict, by what a user writes: a path, a known dataset, or a kind and a path as for training.</summary>
internal static class PredictionSource
{
    private const string ImagesKind = "images";

    // How data are presented is stored with the network; a target must be the same.
    private static readonly string[] s_allowed = ["name", "path", "target", "targets", "onlyClasses"];

    /// <summary>Reads samples in the form that a network was trained on.</summary>
    /// <param name="text">A file or folder, perhaps with <c>,targets=FILE</c>; a dataset's name; or <c>KIND:PATH</c>.</param>
    /// <param name="network">The network.</param>
    /// <param name="split">Of a known dataset: train or test; null for test. Files have no splits.</param>
    /// <param name="folder">Where known datasets lie.</param>
    /// <param name="threads">Threads for computing; 0 means one for each core.</param>
    /// <param name="readers">Readers besides the library's own.</param>
    /// <returns>All samples as both splits.</returns>
    /// <exception cref="ArgumentException">The text or the split does not go with the data or the network.</exception>
    /// <exception cref="InvalidDataException">A file is malformed or does not fit the network.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public static DataSplits Load(string text, NetworkFile network, string? split, DataFolder folder, int threads,
        IReadOnlyList<IDatasetReader> readers)
    {
        DataSettings settings = Parse(text, readers);
        FittedData fitted = network.Fitted();
        Check(settings, fitted);
        if (settings.Path is null)
            return Known(settings, split, fitted, folder, threads);
        if (split is not null)
            throw new ArgumentException($"a split, {split}, does not go with '{text}', of which all is predicted; expected it with a "
                + "dataset such as mnist");
        return DatasetReaders.Read(settings.Name, settings.Path, settings.Options with { Fitted = fitted }, readers);
    }

    private static DataSettings Parse(string text, IReadOnlyList<IDatasetReader> readers)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        if (Path.Exists(text))
            return new DataSettings(KindOf(text), path: text);
        string first = text.Split(',')[0];
        string[] kinds = [.. readers.Concat(DatasetReaders.BuiltIn).Select(static reader => reader.Kind)];
        bool isPath = Path.Exists(first) || Path.HasExtension(first) || first.Contains('/', StringComparison.Ordinal);
        return kinds.Contains(first.Split(':')[0]) || !isPath ? DataSettings.Parse(text) : DataSettings.Parse($"{KindOf(first)}:{text}");
    }

    private static string KindOf(string path) => Directory.Exists(path) ? ImagesKind
        : path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? NpyDataset.Kind : TableDataset.Kind;

    private static void Check(DataSettings settings, FittedData fitted)
    {
        foreach (SettingsKey key in SettingsShape.Of(typeof(DataSettings)).Keys)
            if (!s_allowed.Contains(key.Name) && !Equals(key.Property.GetValue(settings), key.Default))
                throw new ArgumentException($"data option '{key.Name}' does not go with predictions, how data are presented is stored "
                    + "with the network; expected none, or targets=FILE.npy");
        string? known = fitted.Target == TargetKind.Input ? DatasetOptions.InputTarget : fitted.Encoding.Target;
        if (settings.Target is { } target && target != known)
            throw new ArgumentException($"data option 'target' is '{target}'; expected {(known is null ? "none" : $"'{known}'")}, as the "
                + "network was trained");
    }

    private static DataSplits Known(DataSettings settings, string? split, FittedData fitted, DataFolder folder, int threads)
    {
        int[]? only = settings.OnlyClasses is { } classes ? [.. classes] : null;
        DataSplits known = folder.Load(settings.Name, fitted.ImageOptions(only), threads);
        IDataset samples = split == "train" ? known.Train : known.Test;
        fitted.CheckShape(samples.Name, samples.InputShape);
        if (fitted.Target == TargetKind.Input)
            samples = new AutoencoderDataset(samples);
        bool hasTargets = samples.Target == fitted.Target && samples.TargetSize == fitted.TargetSize;
        return new DataSplits(samples.Name, samples, samples) { Encoding = fitted.Encoding, HasTargets = hasTargets };
    }
}
