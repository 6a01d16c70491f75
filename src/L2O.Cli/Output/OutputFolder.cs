using System.Text;
using L2O.Cluster;

namespace L2O.Cli.Output;

/// <summary>
/// A folder for results that is known to be usable before any work begins, and is made only when there is something to keep.
/// </summary>
internal sealed class OutputFolder
{
    private const int LongestName = 255; // of a file on all usual file systems

    private OutputFolder(string path) => FullPath = path;

    public string FullPath { get; }

    /// <summary>A folder that does not exist yet or is empty.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="allowed">Name of the only entry that it may have; null for none.</param>
    /// <exception cref="UsageException">It holds something, is a file, or can't be written to. Nothing was changed.</exception>
    public static OutputFolder ForNew(string path, string? allowed = null)
    {
        string full = Resolve(path);
        if (Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).FirstOrDefault(
            entry => Path.GetFileName(entry) != allowed) is { } entry)
            throw new UsageException(
                $"output folder '{path}' is not empty, it has '{Path.GetFileName(entry)}'; expected a new or empty folder");
        CheckWritable(path, full);
        return new OutputFolder(full);
    }

    /// <summary>A folder that several workers share: new, begun by any of them, or by who submitted them.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="place">Which worker. Only worker 0 says what the folder is, so the others take any.</param>
    /// <exception cref="UsageException">It holds something else, or can't be written to. Nothing was changed.</exception>
    public static OutputFolder ForWorker(string path, WorkerPlace place)
    {
        string full = Resolve(path);
        if (ClusterFolder.IsShared(full))
            return ForResume(path, ClusterFolder.RecordFile);
        if (place.IsHub && Directory.Exists(full) && Directory.EnumerateFileSystemEntries(full).FirstOrDefault(
            static entry => !ClusterFolder.MayBeThereFirst(Path.GetFileName(entry))) is { } entry)
            throw new UsageException($"output folder '{path}' is no shared meta-training's, it has '{Path.GetFileName(entry)}'; expected a "
                + "new or empty folder, or one that began with --worker");
        CheckWritable(path, full);
        return new OutputFolder(full);
    }

    /// <summary>A new or empty folder of that name, or of that name with the first number behind it that is free.</summary>
    /// <exception cref="UsageException">It can't be written to.</exception>
    public static OutputFolder FirstFree(string path)
    {
        string candidate = path;
        for (int number = 2; File.Exists(candidate)
            || (Directory.Exists(candidate) && Directory.EnumerateFileSystemEntries(candidate).Any()); number++)
            candidate = $"{path}-{number}";
        return ForNew(candidate);
    }

    /// <summary>A folder that an earlier run left behind.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="marker">A file that such a run always has, e.g. its checkpoint.</param>
    /// <exception cref="UsageException">There is no such run, or the folder can't be written to.</exception>
    public static OutputFolder ForResume(string path, string marker)
    {
        string full = Resolve(path);
        if (!Directory.Exists(full))
            throw new UsageException($"output folder '{path}' does not exist; expected the folder of a run to resume");
        if (!File.Exists(Path.Combine(full, marker)))
            throw new UsageException($"output folder '{path}' has no '{marker}'; expected the folder of a run to resume");
        CheckWritable(path, full);
        return new OutputFolder(full);
    }

    /// <summary>The path of a file in the folder. Makes the folder if it is not there yet.</summary>
    public string PathOf(string fileName)
    {
        Directory.CreateDirectory(FullPath);
        return Path.Combine(FullPath, fileName);
    }

    private static string Resolve(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0', StringComparison.Ordinal))
            throw new UsageException($"output folder '{path}' is no path; expected a new or empty folder");
        string full = Path.GetFullPath(path);
        if (full.Split(Path.DirectorySeparatorChar).Max(Encoding.UTF8.GetByteCount) is > LongestName and var bytes)
            throw new UsageException(
                $"output folder '{path}' has a name of {bytes} bytes in its path; expected names of at most {LongestName} bytes");
        return File.Exists(full) ? throw new UsageException($"output folder '{path}' is a file; expected a new or empty folder") : full;
    }

    // Asking for permissions tells less than trying: read-only mounts, quotas and access lists only show that way.
    private static void CheckWritable(string path, string full)
    {
        string existing = full;
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
                throw new UsageException($"output folder '{path}' can't be made, '{existing}' is a file; expected a folder");
            existing = Path.GetDirectoryName(existing)
                ?? throw new UsageException($"output folder '{path}' can't be made, its root does not exist; expected a folder");
        }
        try
        {
            // A folder, since /proc and the like take neither, and since that is what will be made when there is none.
            string probe = Path.Combine(existing, $".l2o-{Path.GetRandomFileName()}");
            Directory.CreateDirectory(probe);
            Directory.Delete(probe);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"output folder '{path}' can't be written to, '{existing}' refuses it; expected a writable folder",
                failure);
        }
    }
}
