namespace L2O.Files;

/// <summary>
/// A file under way: it is written beside its target and takes the target's name, in one step, only when it is complete. Given up
/// before that, nothing is left behind and an old file stays as it was.
/// </summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string _target;
    private readonly string _temporary;

    /// <summary>Begins a file.</summary>
    /// <param name="path">The target; its folder must exist.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is a folder.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written to.</exception>
    public PendingFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        _target = Path.GetFullPath(path);
        string folder = Path.GetDirectoryName(_target)
            ?? throw new ArgumentException($"cannot write '{path}': it is a root folder; expected a file name");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"cannot write '{path}': folder '{folder}' does not exist");
        if (Directory.Exists(_target))
            throw new ArgumentException($"cannot write '{path}': it is a folder; expected a file name");

        // Beside the target, since a rename is one step only within one file system.
        _temporary = Path.Combine(folder, $".{Path.GetFileName(_target)}.{Path.GetRandomFileName()}.tmp");
        Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
    }

    /// <summary>Takes the content.</summary>
    public FileStream Stream { get; }

    /// <summary>Flushes the content to the disk and gives it its name.</summary>
    /// <param name="previous">Where the old file goes, replacing what is there; null drops it.</param>
    public void Complete(string? previous = null)
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (previous is not null && File.Exists(_target))
            File.Move(_target, previous, overwrite: true);
        File.Move(_temporary, _target, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        File.Delete(_temporary); // gone already after the rename
    }
}
