namespace L2O.Files;

/// <summary>Texts that grow by lines, each of which may have been cut by a process that was killed or a disk that was full.</summary>
internal static class AppendedText
{
    /// <summary>Whether a file ends in the middle of a line, so that a line end must stand in front of the next one.</summary>
    /// <param name="path">The file; one that does not exist, or has no end, as a pipe, does not.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    public static bool EndsWithinLine(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0) // a device or pipe has no length
            return false;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (!stream.CanSeek) // what a link leads to may be a pipe
            return false;
        stream.Seek(-1, SeekOrigin.End);
        return stream.ReadByte() != '\n';
    }

    /// <summary>Takes away what is behind the last line end: of a table's row half is no use.</summary>
    /// <param name="path">A file that nobody else writes; it need not exist.</param>
    /// <exception cref="IOException">It can't be read or written.</exception>
    public static void CutHalfLine(string path)
    {
        if (!EndsWithinLine(path))
            return;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        long end = stream.Length;
        do
            stream.Position = --end;
        while (stream.ReadByte() != '\n' && end > 0);
        stream.SetLength(end > 0 ? end + 1 : 0);
    }
}
