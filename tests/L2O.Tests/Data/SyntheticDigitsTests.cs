using System.Security.Cryptography;
using L2O.Data;
using L2O.Data.Digits;
using Xunit;

namespace L2O.Tests.Data;

public sealed class SyntheticDigitsTests
{
    private const int ImageSize = 784;

    [Fact]
    public void An_image_depends_on_its_split_and_index_only()
    {
        const int count = 450; // more than two of the blocks that threads share out
        DataSplits alone = SyntheticDigits.Load(threads: 1, trainCount: count, testCount: 30),
            together = SyntheticDigits.Load(threads: 3, trainCount: count, testCount: 30);
        (float[] inputs, byte[] labels) = ReadAll(alone.Train);
        (float[] sameInputs, byte[] sameLabels) = ReadAll(together.Train);
        Assert.Equal(inputs, sameInputs);
        Assert.Equal(labels, sameLabels);

        byte[] image = new byte[ImageSize];
        foreach (int index in (int[])[449, 0, 231]) // in another order, one by one
        {
            Assert.Equal(labels[index], SyntheticDigits.Draw(DigitSplit.Train, index, image));
            Assert.Equal(image.Select(static level => level / 255f), inputs[(index * ImageSize)..((index + 1) * ImageSize)]);
        }
    }

    [Fact]
    public void The_images_stay_the_ones_that_results_were_reported_on()
    {
        byte[] images = new byte[40 * ImageSize];
        for (int i = 0; i < 20; i++)
        {
            SyntheticDigits.Draw(DigitSplit.Train, i, images.AsSpan(2 * i * ImageSize, ImageSize));
            SyntheticDigits.Draw(DigitSplit.Test, i, images.AsSpan((2 * i + 1) * ImageSize, ImageSize));
        }
        Assert.Equal("3f01b09549ee10da95cc18423fb37d6a80661f297952493b7f0ac3db21fd3fb7", Convert.ToHexStringLower(SHA256.HashData(images)));
    }

    [Fact]
    public void Every_ten_images_in_a_row_hold_each_digit_once_in_no_fixed_order()
    {
        byte[] labels = ReadAll(SyntheticDigits.Load(trainCount: 200, testCount: 10).Train).Labels;
        var orders = new HashSet<string>();
        foreach (byte[] ten in labels.Chunk(10))
        {
            Assert.Equal("00010203040506070809", Convert.ToHexString([.. ten.Order()]));
            orders.Add(Convert.ToHexString(ten));
        }
        Assert.InRange(orders.Count, 15, 20);
    }

    [Fact]
    public void The_splits_share_no_image()
    {
        DataSplits splits = SyntheticDigits.Load(trainCount: 300, testCount: 300);
        var train = new HashSet<string>(Images(splits.Train));
        Assert.Equal(300, train.Count);
        Assert.DoesNotContain(Images(splits.Test), train.Contains);
    }

    [Fact]
    public void Pixels_have_about_mnists_brightness_and_contrast()
    {
        float[] pixels = ReadAll(SyntheticDigits.Load(trainCount: 1000, testCount: 10).Train).Inputs;
        double mean = pixels.Average(static pixel => (double)pixel);
        double deviation = Math.Sqrt(pixels.Average(pixel => (pixel - mean) * (pixel - mean)));
        Assert.InRange(mean, 0.11, 0.15); // MNIST: 0.1307
        Assert.InRange(deviation, 0.26, 0.34); // MNIST: 0.3081
    }

    [Fact]
    public void A_nearest_mean_classifier_sees_the_classes_but_does_not_solve_them()
    {
        // On MNIST it reaches 82 %: far above chance, far below a trained network.
        DataSplits splits = SyntheticDigits.Load(trainCount: 2000, testCount: 500);
        (float[] inputs, byte[] labels) = ReadAll(splits.Train);
        double[][] means = [.. Enumerable.Range(0, 10).Select(static _ => new double[ImageSize])];
        for (int i = 0; i < labels.Length; i++)
            for (int pixel = 0; pixel < ImageSize; pixel++)
                means[labels[i]][pixel] += inputs[i * ImageSize + pixel] / 200.0;
        (float[] tests, byte[] truths) = ReadAll(splits.Test);
        int hits = 0;
        for (int i = 0; i < truths.Length; i++)
            if (Nearest(means, tests.AsSpan(i * ImageSize, ImageSize)) == truths[i])
                hits++;
        Assert.InRange(hits / (double)truths.Length, 0.65, 0.95);
    }

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        Assert.Contains("expected 1..60000",
            Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Load(trainCount: 60_001)).Message);
        Assert.Contains("expected 1..10000", Assert.Throws<ArgumentOutOfRangeException>(() => SyntheticDigits.Load(testCount: 0)).Message);
        Assert.Contains("expected 784",
            Assert.Throws<ArgumentException>(() => SyntheticDigits.Draw(DigitSplit.Test, 0, new byte[783])).Message);
    }

    private static int Nearest(double[][] means, ReadOnlySpan<float> image)
    {
        (int best, double least) = (-1, double.MaxValue);
        for (int label = 0; label < means.Length; label++)
        {
            double distance = 0;
            for (int pixel = 0; pixel < image.Length; pixel++)
                distance += (image[pixel] - means[label][pixel]) * (image[pixel] - means[label][pixel]);
            if (distance < least)
                (best, least) = (label, distance);
        }
        return best;
    }

    private static IEnumerable<string> Images(IDataset dataset)
    {
        float[] inputs = ReadAll(dataset).Inputs;
        return inputs.Chunk(ImageSize).Select(static image => string.Join(' ', image));
    }

    private static (float[] Inputs, byte[] Labels) ReadAll(IDataset dataset)
    {
        float[] inputs = new float[dataset.Count * ImageSize];
        byte[] labels = new byte[dataset.Count];
        dataset.Read<float>(Enumerable.Range(0, dataset.Count).ToArray(), inputs, labels);
        return (inputs, labels);
    }
}
