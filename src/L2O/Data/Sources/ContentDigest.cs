using System.Security.Cryptography;
using L2O.Data.Formats;
using L2O.Files;

namespace L2O.Data.Sources;

/// <summary>Compares files with the digests of the catalog.</summary>
internal static class ContentDigest
{
    private const int BufferBytes = 1 << 17;

    /// <summary>One line that says how the file differs from what its digest promises; null if it does not.</summary>
    /// <param name="file">What the file should be.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="cancellation">Stops the reading.</param>
    public static string? Mismatch(DatasetFile file, string path, CancellationToken cancellation)
    {
        bool uncompressed = file.Form == DigestForm.Uncompressed;
        string content = uncompressed ? "the uncompressed content" : "the file";
        try
        {
            using Stream stream = uncompressed ? GzipContent.Open(path) : File.OpenRead(path);
            (long bytes, string digest) = Compute(stream, file.Bytes, cancellation);
            if (bytes != file.Bytes)
                return $"{path}: {content} has {(bytes > file.Bytes ? "more than " + file.Bytes : bytes)} bytes; expected {file.Bytes}"
                    + (uncompressed ? "" : ForeignFile.Note(path));
            if (uncompressed && !GzipContent.EndsWithLength(path, bytes))
                return $"{path}: the gzip stream lacks its end; expected a trailer that says {bytes} bytes";
            return digest == file.Sha256 ? null : $"{path}: SHA-256 of {content} is {digest}; expected {file.Sha256}";
        }
        catch (InvalidDataException)
        {
            return $"{path}: the gzip stream is damaged; expected intact gzip data";
        }
    }

    /// <summary>Reads at most one byte more than expected: a small archive may unpack to anything.</summary>
    private static (long Bytes, string Digest) Compute(Stream stream, long expected, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        long bytes = 0;
        while (bytes <= expected)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = stream.Read(buffer, 0, (int)Math.Min(buffer.Length, expected + 1 - bytes));
            if (count == 0)
                break;
            hash.AppendData(buffer, 0, count);
            bytes += count;
        }
        return (bytes, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
