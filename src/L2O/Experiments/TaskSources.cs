using L2O.Data;
using L2O.Data.Sources;
using L2O.MetaTraining;

namespace L2O.Experiments;

/// <summary>The data sets that a particle training names.</summary>
internal static class TaskSources
{
    /// <summary>Reads the training splits.</summary>
    /// <param name="settings">Names them.</param>
    /// <param name="folder">Where known datasets lie.</param>
    /// <param name="threads">Threads for computing.</param>
    /// <param name="readers">Readers besides the library's own.</param>
    /// <exception cref="ArgumentException">A name is none.</exception>
    /// <exception cref="InvalidDataException">A file is malformed.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public static IReadOnlyDictionary<string, IDataset> Load(ParticleTrainingSettings settings, DataFolder folder, int threads,
        params IReadOnlyList<IDatasetReader> readers) => settings.Sources.ToDictionary(static source => source,
            source => DataSettings.Parse(source).Load(folder, threads, readers).Train, StringComparer.Ordinal);

    /// <summary>The same name with a whole path, where it has a path.</summary>
    /// <param name="source">As behind <c>--data</c>.</param>
    /// <param name="folder">What the path is relative to.</param>
    public static string Resolve(string source, string folder)
    {
        string? path = DataSettings.Parse(source).Path;
        return path is null ? source
            : source.Replace(path, Path.GetFullPath(path, Path.GetFullPath(folder)), StringComparison.Ordinal);
    }
}
