using L2O.Numerics;

namespace L2O.Data.Digits;

/// <summary>
/// The embedded dataset <c>digits</c>: handwritten-looking digits that are computed, not stored, so that everything runs
/// without a download. Skeletons of pen strokes are bent, rotated, sheared, stretched and drawn with a pen of random
/// thickness. An image is a pure function of its split and index. As hard as MNIST for a small network, within limits.
/// </summary>
public static class SyntheticDigits
{
    /// <summary>The dataset's name.</summary>
    public const string Name = "digits";

    /// <summary>Height and width of an image in pixels.</summary>
    public const int Side = 28;

    /// <summary>Number of classes.</summary>
    public const int ClassCount = 10;

    /// <summary>Images in the full training split.</summary>
    public const int TrainCount = 60_000;

    /// <summary>Images in the full test split.</summary>
    public const int TestCount = 10_000;

    private const ulong Seed = 20230915; // part of the dataset's definition: another seed is another dataset
    private const int ImagesPerBlock = 200;
    private const int ImageSize = Side * Side;

    /// <summary>Draws both splits. Smaller splits are the beginnings of the full ones.</summary>
    /// <param name="options">Normalization and choice of classes; null for <see cref="ImageOptions.Default"/>.</param>
    /// <param name="threads">Threads to draw with; 0 means one for each core. The images do not depend on it.</param>
    /// <param name="trainCount">Training images, 1..<see cref="TrainCount"/>.</param>
    /// <param name="testCount">Test images, 1..<see cref="TestCount"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static DataSplits Load(ImageOptions? options = null, int threads = 0, int trainCount = TrainCount, int testCount = TestCount)
    {
        CheckCount(trainCount, TrainCount, nameof(trainCount));
        CheckCount(testCount, TestCount, nameof(testCount));
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        return new DataSplits(
            Name,
            DrawSplit(DigitSplit.Train, trainCount, threads, options),
            DrawSplit(DigitSplit.Test, testCount, threads, options));
    }

    /// <summary>Draws one image.</summary>
    /// <param name="split">Whose image; the two splits share none.</param>
    /// <param name="index">Which one, 0 or more.</param>
    /// <param name="image">(row, column), 784 long; overwritten. 0 paper, 255 ink.</param>
    /// <returns>The label: the digit shown.</returns>
    /// <exception cref="ArgumentException">The span has another length.</exception>
    internal static byte Draw(DigitSplit split, int index, Span<byte> image)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (image.Length != ImageSize)
            throw new ArgumentException($"an image span of {image.Length} bytes; expected {ImageSize}", nameof(image));
        return Draw(new DigitCanvas(), Stream(split), index, image);
    }

    private static ImageDataset DrawSplit(DigitSplit split, int count, int threads, ImageOptions? options)
    {
        byte[] pixels = new byte[count * ImageSize], labels = new byte[count];
        var limit = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads };
        Parallel.For(0, (count + ImagesPerBlock - 1) / ImagesPerBlock, limit, block =>
        {
            var canvas = new DigitCanvas();
            Rng stream = Stream(split);
            for (int i = block * ImagesPerBlock; i < Math.Min(count, (block + 1) * ImagesPerBlock); i++)
                labels[i] = Draw(canvas, stream, i, pixels.AsSpan(i * ImageSize, ImageSize));
        });
        return new ImageDataset($"{Name}/{(split == DigitSplit.Train ? "train" : "test")}", [1, Side, Side],
            ClassCount, pixels, labels, options);
    }

    private static Rng Stream(DigitSplit split) => new Rng(Seed).Split(split == DigitSplit.Train ? "train" : "test");

    private static byte Draw(DigitCanvas canvas, Rng stream, int index, Span<byte> image)
    {
        byte label = Label(stream, index);
        canvas.Draw(label, stream.Split("image", (ulong)index), image);
        return label;
    }

    /// <summary>Every ten images in a row hold each digit once, in random order: balanced, whatever the number of images.</summary>
    private static byte Label(Rng stream, int index)
    {
        Span<byte> digits = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        stream.Split("labels", (ulong)(index / ClassCount)).Shuffle(digits);
        return digits[index % ClassCount];
    }

    private static void CheckCount(int count, int most, string name)
    {
        if (count < 1 || count > most)
            throw new ArgumentOutOfRangeException(name, count, $"{name} is {count}; expected 1..{most}");
    }
}
