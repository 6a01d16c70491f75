using System.Collections.Immutable;
using L2O.Data.Formats;
using L2O.Numerics;

namespace L2O.Data;

/// <summary>Finds the reader for data of one's own.</summary>
public static class DatasetReaders
{
    /// <summary>The readers that need no other package: CSV tables and npy files.</summary>
    public static ImmutableArray<IDatasetReader> BuiltIn { get; } = [new CsvTableReader(), new NpyReader()];

    /// <summary>Reads both splits into memory.</summary>
    /// <param name="kind">What the data are, e.g. <c>table</c>.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="options">How.</param>
    /// <param name="more">Readers that are asked before the built-in ones.</param>
    /// <exception cref="ArgumentException">There is no such reader, or an option does not go with the data.</exception>
    /// <exception cref="InvalidDataException">A file is malformed.</exception>
    /// <exception cref="IOException">A file is missing or unreadable.</exception>
    public static DataSplits Read(string kind, string path, DatasetOptions options, params IReadOnlyList<IDatasetReader> more)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(more);
        IDatasetReader[] all = [.. more, .. BuiltIn], ofKind = [.. all.Where(reader => reader.Kind == kind)];
        if (ofKind.Length == 0)
        {
            string[] kinds = [.. all.Select(static reader => reader.Kind).Distinct()];
            string hint = NearestName.Find(kind, kinds) is { } near ? $"; did you mean '{near}'?" : "";
            throw new ArgumentException($"unknown kind of data '{kind}'; expected one of "
                + $"{string.Join(", ", kinds.Order(StringComparer.Ordinal))} in front of '{path}'{hint}");
        }
        IDatasetReader reader = ofKind.FirstOrDefault(candidate => candidate.Takes(path))
            ?? throw new ArgumentException($"{path}: no reader of {kind} data takes a file of that name; expected "
                + $"{string.Join(" or ", ofKind.Select(static one => one.Usage))}");
        foreach (string file in new[] { path, options.Targets, options.Test, options.TestTargets }.OfType<string>())
            if (!Path.Exists(file))
                throw new FileNotFoundException($"{file}: no such file or folder; expected {kind} data to read", file);
        return reader.Read(path, options);
    }
}
