using System.Text;

namespace L2O.Files;

/// <summary>Recognizes files that are something else than what is asked for, as they often lie in the place of data.</summary>
internal static class ForeignFile
{
    /// <summary>What gzip files are called.</summary>
    public const string Gzip = "a gzip file";

    private const int Looked = 64; // bytes

    private static readonly (byte[] Start, string Name)[] s_kinds =
    [
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer: 'git lfs pull' fetches the file itself"),
        ([0x1f, 0x8b], Gzip),
        ("PK\x03\x04"u8.ToArray(), "a zip archive, as PyTorch's .pt files and .npz are"),
        ([0x80, 0x02], "a Python pickle, as older .pt files are"),
        ([0x80, 0x04], "a Python pickle"),
        ("\x89PNG"u8.ToArray(), "a PNG image"),
        ([0xff, 0xd8, 0xff], "a JPEG image"),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ("PAR1"u8.ToArray(), "a Parquet file"),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "an npy file"),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "an HDF5 file"),
        ("BZh"u8.ToArray(), "a bzip2 file"),
        ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "an xz file"),
    ];

    /// <summary>What a file is by its first bytes, e.g. <c>a Git LFS pointer: ...</c>; null if it is none of the known kinds.</summary>
    /// <param name="path">An existing file.</param>
    public static string? Recognize(string path)
    {
        Span<byte> start = stackalloc byte[Looked];
        using FileStream file = File.OpenRead(path);
        return Recognize(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    /// <summary>The same of a file's first bytes.</summary>
    public static string? Recognize(ReadOnlySpan<byte> start)
    {
        foreach ((byte[] magic, string name) in s_kinds)
            if (start.StartsWith(magic))
                return name;
        string text = Encoding.Latin1.GetString(start).TrimStart('\u00ef', '\u00bb', '\u00bf', ' ', '\r', '\n', '\t');
        return text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<head", StringComparison.OrdinalIgnoreCase)
            ? "an HTML page, as a download that went wrong leaves it" : null;
    }

    /// <summary>For the end of a message: <c>; it is ...</c>, or nothing.</summary>
    /// <param name="path">An existing file.</param>
    public static string Note(string path)
    {
        try
        {
            return Recognize(path) is { } kind ? $"; it is {kind}" : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
