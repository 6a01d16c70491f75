using System.Formats.Tar;
using System.IO.Compression;
using Xunit;

namespace L2O.SlowTests.Cli;

/// <summary>CIFAR-10's archive packed again by its owner: the content is the same, and training reads it.</summary>
public sealed class RepackedArchiveTests : IDisposable
{
    private const string Archive = "cifar-10/cifar-10-binary.tar.gz";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void It_is_sound_as_long_as_its_checksum_and_the_number_of_images_fit()
    {
        byte[] sound = Pack(lastRecords: 10_000);
        _folder.Write(Archive, sound);
        CliHarness.CliOutcome outcome = Verify();
        Assert.Contains("structure fits; packed otherwise than the published archive, and no digest of its content is known",
            outcome.Output, StringComparison.Ordinal);
        Assert.Equal(0, outcome.Code);

        byte[] flipped = [.. sound];
        flipped[^6] ^= 1; // of the checksum
        AssertDamaged(flipped, "the gzip stream is damaged");
        AssertDamaged(sound[..^6], "the gzip stream lacks its end");
        AssertDamaged(Pack(lastRecords: 9_999), "it holds 50000 + 9999 images, 50000 + 10000 are published");
    }

    private void AssertDamaged(byte[] archive, string complaint)
    {
        _folder.Write(Archive, archive);
        CliHarness.CliOutcome outcome = Verify();
        Assert.Equal(1, outcome.Code);
        Assert.Contains("damaged", outcome.Output, StringComparison.Ordinal);
        Assert.Contains(complaint, outcome.Output, StringComparison.Ordinal);
    }

    private CliHarness.CliOutcome Verify() => CliHarness.Run("data", "verify", "cifar-10", "--data-dir", _folder.Root);

    private static byte[] Pack(int lastRecords)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Ustar))
            foreach (string name in new[] { "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch" })
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}.bin")
                {
                    DataStream = new MemoryStream(new byte[(name == "test_batch" ? lastRecords : 10_000) * 3073]),
                });
        return packed.ToArray();
    }
}
