using System.Security.Cryptography;
using L2O.Data.Sources;

namespace L2O.Tests.Data;

/// <summary>A dataset of one pair of small files, with true digests, for tests of fetching and verifying.</summary>
internal static class TinySource
{
    public const string ImagesName = "images.gz";
    public const string LabelsName = "labels.gz";

    public static byte[] Images { get; } = IdxBytes.Images(40);

    public static byte[] Labels { get; } = IdxBytes.Labels(40);

    /// <summary>Digests of the uncompressed content, as MNIST's.</summary>
    public static DatasetSource Uncompressed(params Uri[] mirrors) => new(
        "tiny",
        "for tests",
        [
            new DatasetFile(ImagesName, Digest(Images), DigestForm.Uncompressed, Images.Length, [40, 2, 3]),
            new DatasetFile(LabelsName, Digest(Labels), DigestForm.Uncompressed, Labels.Length, [40]),
        ],
        [.. mirrors, new Uri("http://127.0.0.1:9/")]);

    /// <summary>One file that is no IDX array, with the digest of what is stored.</summary>
    public static DatasetSource Archive(byte[] content, params Uri[] mirrors) =>
        new("archive", "for tests", [new DatasetFile("archive.bin", Digest(content), DigestForm.Stored, content.Length)], [.. mirrors]);

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
