using System.IO.Compression;

namespace L2O.Data;

/// <summary>Reads a file's content whether it is stored plain or as gzip.</summary>
internal static class GzipContent
{
    /// <summary>Opens the uncompressed content. What counts is the file's first bytes, not its name.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static Stream Open(string path)
    {
        FileStream file = File.OpenRead(path);
        try
        {
            Span<byte> start = stackalloc byte[2];
            int available = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            file.Position = 0;
            return available == 2 && start[0] == 0x1f && start[1] == 0x8b ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
