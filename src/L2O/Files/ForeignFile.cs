using System.Text;

namespace L2O.Files;

/// <summary>Recognizes files that are something else than what is asked for, as they often lie in the place of data.</summary>
internal static class ForeignFile
{
    /// <summary>What gzip files are called.</summary>
    public const string Gzip = "a gzip file";

    /// <summary>What Parquet files are called.</summary>
    public const string Parquet = "a Parquet file";

    /// <summary>What PNG files are called.</summary>
    public const string Png = "a PNG image";

    /// <summary>What JPEG files are called.</summary>
    public const string Jpeg = "a JPEG image";

    private const int Looked = 64; // bytes

    private static readonly string[] s_pages = ["<!doctype", "<html", "<head"];

    private static readonly (byte[] Start, string Name)[] s_kinds =
    [
        ("version https://git-lfs"u8.ToArray(), "a Git LFS pointer: 'git lfs pull' fetches the file itself"),
        ([0x1f, 0x8b], Gzip),
        ("PK\x03\x04"u8.ToArray(), "a zip archive, as PyTorch's .pt files and .npz are"),
        ([0x80, 0x02], "a Python pickle, as older .pt files are"),
        ([0x80, 0x04], "a Python pickle"),
        ("\x89PNG"u8.ToArray(), Png),
        ([0xff, 0xd8, 0xff], Jpeg),
        ("%PDF"u8.ToArray(), "a PDF document"),
        ("PAR1"u8.ToArray(), Parquet),
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
        return s_pages.Any(tag => text.StartsWith(tag, StringComparison.OrdinalIgnoreCase))
            ? "an HTML page, as a download that went wrong leaves it" : null;
    }

    /// <summary>For the end of a message: <c>; it is ...</c>, or nothing.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="expected">Kinds that are no news: what was asked for, but damaged.</param>
    public static string Note(string path, params ReadOnlySpan<string> expected)
    {
        try
        {
            return Recognize(path) is { } kind && !expected.Contains(kind) ? $"; it is {kind}" : "";
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
