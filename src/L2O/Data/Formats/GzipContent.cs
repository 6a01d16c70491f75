using System.Buffers.Binary;
using System.IO.Compression;

namespace L2O.Data.Formats;

/// <summary>Reads a file's content whether it is stored plain or as gzip.</summary>
internal static class GzipContent
{
    private const int LeastMember = 18; // bytes of header and trailer
    private const int MinTail = 1 << 10;

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

    /// <summary>What is wrong with a gzip file, whose checksum is compared; null if nothing is, or it is a plain one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static string? Damage(string path, CancellationToken cancellation)
    {
        try
        {
            using Stream content = Open(path);
            byte[] buffer = new byte[1 << 16];
            long length = 0;
            for (int count; (count = content.Read(buffer)) > 0; length += count)
                cancellation.ThrowIfCancellationRequested();
            return EndsWithLength(path, length) ? null : "the gzip stream lacks its end";
        }
        catch (InvalidDataException)
        {
            return "the gzip stream is damaged";
        }
    }

    /// <summary>
    /// Whether a file, if it is gzip, ends in the length of its content (modulo 2^32), of several members in that of the last; zeros behind
    /// it are padding. The decompressor alone takes a stream that ends early for a complete one. True for plain files.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="length">Bytes of its uncompressed content, of all members together.</param>
    public static bool EndsWithLength(string path, long length)
    {
        byte[] bytes;
        using (FileStream file = File.OpenRead(path))
        {
            if (!IsGzip(file))
                return true;
            if (Ends(Tail(file), length))
                return true;
            bytes = new byte[file.Length];
            file.Position = 0;
            file.ReadExactly(bytes);
        }
        for (int at = bytes.Length - LeastMember; at > 0; at--)
            if (bytes[at] == 0x1f && bytes[at + 1] == 0x8b && bytes[at + 2] == 8 && LengthFrom(bytes, at) is { } last && last < length)
                return Ends(bytes, last);
        return false;
    }

    /// <summary>Whether bytes end in a length, or in a length and zeros. A length's own last bytes may be zeros.</summary>
    private static bool Ends(ReadOnlySpan<byte> bytes, long length)
    {
        int zeros = bytes.Length - 1 - bytes.LastIndexOfAnyExcept((byte)0);
        for (int end = bytes.Length; end >= Math.Max(sizeof(uint), bytes.Length - zeros); end--)
            if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[(end - sizeof(uint))..]) == (uint)length)
                return true;
        return false;
    }

    /// <summary>The last bytes of a file, zeros at its end and eight more.</summary>
    private static byte[] Tail(FileStream file)
    {
        for (int size = MinTail; ; size *= 2)
        {
            byte[] tail = new byte[Math.Min(size, file.Length)];
            file.Seek(-tail.Length, SeekOrigin.End);
            file.ReadExactly(tail);
            if (tail.Length == file.Length || tail.AsSpan(0, tail.Length - 2 * sizeof(uint)).ContainsAnyExcept((byte)0))
                return tail;
        }
    }

    /// <summary>Length of the content from a member's start on; null if there begins none.</summary>
    private static long? LengthFrom(byte[] bytes, int at)
    {
        try
        {
            using var content = new GZipStream(new MemoryStream(bytes, at, bytes.Length - at, writable: false), CompressionMode.Decompress);
            byte[] buffer = new byte[1 << 16];
            long length = 0;
            for (int count; (count = content.Read(buffer)) > 0;)
                length += count;
            return length;
        }
        catch (InvalidDataException)
        {
            return null;
        }
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
