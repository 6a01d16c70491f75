using System.Buffers.Binary;
using System.IO.Compression;

namespace L2O.Data.Formats;

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
            return IsGzip(file) ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Whether a file, if it is gzip, ends in the length of its content (modulo 2^32). The decompressor alone takes
    /// a stream that ends early for a complete one. True for plain files.
    /// </summary>
    /// <param name="path">The file: plain, or one gzip member.</param>
    /// <param name="length">Bytes of its uncompressed content.</param>
    public static bool EndsWithLength(string path, long length)
    {
        using FileStream file = File.OpenRead(path);
        if (!IsGzip(file))
            return true;
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        file.Seek(-Math.Min(trailer.Length, file.Length), SeekOrigin.End);
        return file.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false) == trailer.Length
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer) == (uint)length;
    }

    /// <summary>Looks at the first two bytes and goes back to the beginning.</summary>
    private static bool IsGzip(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        int available = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return available == start.Length && start[0] == 0x1f && start[1] == 0x8b;
    }
}
