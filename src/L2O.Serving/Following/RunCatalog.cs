using System.IO.Enumeration;
using L2O.Runs;

namespace L2O.Serving.Following;

/// <summary>The runs in a folder, found again as they come and go. Safe to ask from several threads.</summary>
/// <param name="root">The folder, its whole path.</param>
/// <param name="freshness">How old an answer may be before the folder is looked at again.</param>
/// <param name="clock">Measures that.</param>
internal sealed class RunCatalog(string root, TimeSpan freshness, TimeProvider clock)
{
    private const int MaxDepth = 4; // as for 'l2o runs list'

    private static readonly EnumerationOptions s_options = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = MaxDepth,
        IgnoreInaccessible = true,
        AttributesToSkip = FileAttributes.ReparsePoint, // what a link leads to may lie outside
    };

    private readonly string _name = Path.GetFileName(Path.TrimEndingDirectorySeparator(root)) is { Length: > 0 } name ? name : "root";
    private readonly Lock _gate = new();
    private Dictionary<string, FollowedRun> _runs = new(StringComparer.Ordinal);
    private FollowedRun[] _ordered = [];
    private long? _looked;

    /// <summary>Name of the folder.</summary>
    public string Name => _name;

    /// <summary>Held while summaries, epochs and progress of runs are read, which are not made for several threads.</summary>
    public Lock Gate => _gate;

    /// <summary>The time.</summary>
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>All runs, those that began last first.</summary>
    public IReadOnlyList<FollowedRun> Runs()
    {
        lock (_gate)
        {
            if (_looked is not { } looked || clock.GetElapsedTime(looked) >= freshness)
                Look();
            return _ordered;
        }
    }

    /// <summary>A run by its id; null if there is none.</summary>
    public FollowedRun? Find(string id)
    {
        Runs();
        lock (_gate)
        {
            if (!_runs.ContainsKey(id))
                Look(); // it may be new
            return _runs.GetValueOrDefault(id);
        }
    }

    private void Look()
    {
        _looked = clock.GetTimestamp();
        var found = new Dictionary<string, FollowedRun>(StringComparer.Ordinal);
        foreach (string folder in Directory.Exists(root) ? Folders() : Enumerable.Empty<string>())
        {
            string id = IdOf(folder);
            FollowedRun run = _runs.GetValueOrDefault(id) ?? new FollowedRun(id, folder);
            if (run.Refresh())
                found[id] = run;
        }
        _runs = found;
        _ordered = [.. found.Values.OrderByDescending(static run => run.Description!.Started ?? default)
            .ThenBy(static run => run.Id, StringComparer.Ordinal)];
    }

    private FileSystemEnumerable<string> Folders() => new(root, static (ref FileSystemEntry entry) => entry.Directory.ToString(), s_options)
    {
        ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory
            && entry.FileName.SequenceEqual(RunRecord.FileName),
        // thousands of files, and no runs
        ShouldRecursePredicate = static (ref FileSystemEntry entry) => !entry.FileName.SequenceEqual(TestCurves.CellsFolder),
    };

    private string IdOf(string folder)
    {
        string relative = Path.GetRelativePath(root, folder);
        return relative == "." ? _name : $"{_name}/{relative.Replace(Path.DirectorySeparatorChar, '/')}";
    }
}
