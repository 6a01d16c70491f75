using L2O.Runs;
using L2O.Serving.Views;

namespace L2O.Serving.Following;

/// <summary>
/// The larger parts of a run's folder, read when somebody looks at that run. Not for several threads: whoever asks locks it.
/// </summary>
/// <param name="folder">The run's folder.</param>
internal sealed class RunDetails(string folder)
{
    private readonly TestCurves _curves = new(folder);
    private readonly MeasuredCurves _measures = new(folder);
    private readonly Dictionary<string, (object Key, LivePart Part)> _parts = new(StringComparer.Ordinal);
    private readonly LogTail _log = new(Path.Combine(folder, MetaTrainingFolder.LogFile));

    /// <summary>A part that is written anew only when its key is another one.</summary>
    public LivePart Part(string name, object key, Func<object?> content)
    {
        if (!_parts.TryGetValue(name, out (object Key, LivePart Part) known) || !known.Key.Equals(key))
            _parts[name] = known = (key, LiveJson.Part(name, content()));
        return known.Part;
    }

    /// <summary>Training losses of test runs; null while there are none.</summary>
    /// <param name="iterations">Planned length of a run, if known.</param>
    public BucketedCurves? Curves(int? iterations) => Read(() => _curves.Refresh(iterations), null);

    /// <summary>What was measured along runs, by measure.</summary>
    public IReadOnlyList<KeyValuePair<string, BucketedCurves>> Measures() => Read(_measures.Refresh, []);

    /// <summary>The last lines of the log.</summary>
    public IReadOnlyList<LogEntry> Log() => Read(_log.Refresh, []);

    /// <summary>Names of the files that may be looked at.</summary>
    public IReadOnlyList<string> Files() => Read(() => (IReadOnlyList<string>)[.. ServedFile.NamesIn(folder)], []);

    // A file may vanish between two calls; the next look finds what is there then.
    private static T Read<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (FollowedFile<object>.IsBorne(failure))
        {
            return otherwise;
        }
    }
}
