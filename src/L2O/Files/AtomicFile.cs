namespace L2O.Files;

/// <summary>
/// Writes files so that a reader, or a crash, never meets half of one: the content goes to a new file beside the target,
/// is flushed to the disk, and then takes the target's name in one step.
/// </summary>
internal static class AtomicFile
{
    /// <summary>
    /// Replaces or creates a file. When <paramref name="write"/> throws, the old file stays as it was and nothing is left behind.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <param name="previous">Where the old file goes, replacing what is there; null drops it.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is a folder.</exception>
    /// <exception cref="IOException">The disk is full or fails.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder can't be written to.</exception>
    public static void Write(string path, Action<Stream> write, string? previous = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        using var file = new PendingFile(path);
        write(file.Stream);
        file.Complete(previous);
    }

    /// <summary>
    /// Removes what a process that was killed while it wrote left beside its targets. The caller must be the only one who writes there.
    /// </summary>
    /// <param name="folder">An existing folder.</param>
    public static void DeleteLeftovers(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, ".*.tmp"))
            File.Delete(path);
    }

    /// <summary>Replaces or creates a text file: UTF-8 without a mark, as <see cref="Write"/> does.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="text">The whole content.</param>
    public static void WriteText(string path, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
    }
}
