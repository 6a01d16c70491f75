using L2O.Data.Digits;
using L2O.Testing.Data;
using L2O.Testing.Files;

namespace L2O.Testing.Cli;

/// <summary>A data folder with an <c>mnist</c> of few images, so that commands run on files within milliseconds.</summary>
internal sealed class TinyMnist : IDisposable
{
    public const string TrainImages = "mnist/train-images-idx3-ubyte.gz";

    private const int TrainCount = 256;
    private const int TestCount = 64;

    private readonly TemporaryFolder _folder = new();

    public TinyMnist()
    {
        (byte[] images, byte[] labels) = Draw(DigitSplit.Train, TrainCount);
        _folder.Write(TrainImages, TemporaryFolder.Gzip(images));
        _folder.Write("mnist/train-labels-idx1-ubyte.gz", TemporaryFolder.Gzip(labels));
        (images, labels) = Draw(DigitSplit.Test, TestCount);
        _folder.Write("mnist/t10k-images-idx3-ubyte.gz", TemporaryFolder.Gzip(images));
        _folder.Write("mnist/t10k-labels-idx1-ubyte.gz", TemporaryFolder.Gzip(labels));
    }

    /// <summary>The value for <c>--data-dir</c>.</summary>
    public string Root => _folder.Root;

    /// <summary>Replaces the training images' file by what becomes of its bytes.</summary>
    public void Damage(Func<byte[], byte[]> change) =>
        _folder.Write(TrainImages, change(File.ReadAllBytes(Path.Combine(Root, TrainImages))));

    public void Dispose() => _folder.Dispose();

    private static (byte[] Images, byte[] Labels) Draw(DigitSplit split, int count)
    {
        const int size = SyntheticDigits.Side * SyntheticDigits.Side;
        byte[] images = new byte[count * size], labels = new byte[count];
        for (int i = 0; i < count; i++)
            labels[i] = SyntheticDigits.Draw(split, i, images.AsSpan(i * size, size));
        return (IdxBytes.Of([count, SyntheticDigits.Side, SyntheticDigits.Side], images), IdxBytes.Of([count], labels));
    }
}
