using System.Collections.Immutable;

namespace L2O.Data.Sources;

/// <summary>One published file of a dataset, and how it is recognized.</summary>
internal sealed record DatasetFile
{
    private const string GzipSuffix = ".gz";
    private const int DigestDigits = 64;

    /// <summary>Describes a file.</summary>
    /// <param name="name">Its name on the mirrors and on disk.</param>
    /// <param name="sha256">Its SHA-256 in 64 hexadecimal digits; null where none is known.</param>
    /// <param name="form">Which bytes <paramref name="sha256"/> and <paramref name="bytes"/> refer to.</param>
    /// <param name="bytes">Their number, positive.</param>
    /// <param name="shape">Dimension sizes if it is an IDX file; empty for other formats.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public DatasetFile(string name, string? sha256, DigestForm form, long bytes, params ImmutableArray<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (sha256 is not null && (sha256.Length != DigestDigits || !sha256.All(char.IsAsciiHexDigit)))
            throw new ArgumentException($"digest '{sha256}' of {name}; expected {DigestDigits} hexadecimal digits", nameof(sha256));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytes);
        (Name, Sha256, Form, Bytes, Shape) = (name, sha256?.ToLowerInvariant(), form, bytes, shape);
    }

    /// <summary>The file's name on the mirrors and on disk.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of the bytes that <see cref="Form"/> names: 64 lower-case hexadecimal digits; null where none is known.</summary>
    public string? Sha256 { get; }

    /// <summary>Which bytes the digest covers.</summary>
    public DigestForm Form { get; }

    /// <summary>Number of the bytes that the digest covers.</summary>
    public long Bytes { get; }

    /// <summary>Dimension sizes of an IDX file, the number of items first; empty for other formats.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>Whether the file is an IDX array.</summary>
    public bool IsIdx => !Shape.IsEmpty;

    /// <summary>
    /// The name under which an IDX file may lie uncompressed: <see cref="Name"/> without <c>.gz</c>. Other files have no other name.
    /// </summary>
    public string PlainName => IsIdx && Name.EndsWith(GzipSuffix, StringComparison.Ordinal) ? Name[..^GzipSuffix.Length] : Name;

    /// <summary>Most bytes that a download may have: gzip never makes content longer than by a small share and its header.</summary>
    internal long MaxStoredBytes => Form == DigestForm.Stored ? Bytes : Bytes + Bytes / 1000 + 65_536;
}
