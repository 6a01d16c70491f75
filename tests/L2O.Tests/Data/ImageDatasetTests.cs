using L2O.Data;
using Xunit;

namespace L2O.Tests.Data;

public sealed class ImageDatasetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Samples_are_read_by_index_as_pixels_over_255()
    {
        ImageDataset dataset = Open(IdxBytes.Images(4), IdxBytes.Labels(4));
        float[] inputs = new float[12];
        byte[] labels = new byte[2];
        dataset.Read<float>([3, 0], inputs, labels);
        Assert.Equal([18 / 255f, 19 / 255f, 20 / 255f, 21 / 255f, 22 / 255f, 23 / 255f, 0f, 1 / 255f,
            2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f], inputs);
        Assert.Equal([3, 0], labels);
        Assert.Equal([1, 2, 3], dataset.InputShape);
        Assert.Equal(10, dataset.ClassCount);
    }

    [Fact]
    public void Normalized_pixels_are_shifted_then_scaled()
    {
        ImageDataset dataset = Open(IdxBytes.Images(2), IdxBytes.Labels(2), new ImageOptions(normalize: true));
        float[] single = new float[12];
        double[] wide = new double[12];
        byte[] labels = new byte[2];
        dataset.Read<float>([0, 1], single, labels);
        dataset.Read<double>([0, 1], wide, labels);
        for (int i = 0; i < 12; i++)
        {
            Assert.Equal((i / 255f - 0.1307f) / 0.3081f, single[i]);
            Assert.Equal((i / 255.0 - 0.1307) / 0.3081, wide[i]);
        }
    }

    [Fact]
    public void Only_the_chosen_classes_remain_with_their_labels()
    {
        ImageDataset dataset = Open(IdxBytes.Images(25), IdxBytes.Labels(25), new ImageOptions(onlyClasses: [7, 2]));
        Assert.Equal(5, dataset.Count); // labels 2 at 2, 12, 22; 7 at 7, 17
        double[] inputs = new double[5 * 6];
        byte[] labels = new byte[5];
        dataset.Read<double>([0, 1, 2, 3, 4], inputs, labels);
        Assert.Equal([2, 7, 2, 7, 2], labels);
        Assert.Equal(17 * 6 / 255.0, inputs[3 * 6]);
        Assert.Equal(10, dataset.ClassCount);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        ImageDataset dataset = Open(IdxBytes.Images(25), IdxBytes.Labels(25), new ImageOptions(normalize: true, onlyClasses: [1, 2, 3]));
        float[] inputs = new float[12];
        byte[] labels = new byte[2];
        int[] indices = [1, 0];
        dataset.Read<float>(indices, inputs, labels);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            dataset.Read<float>(indices, inputs, labels);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_label_out_of_range_is_refused_with_file_and_offset()
    {
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => Open(IdxBytes.Images(4), IdxBytes.Of([4], 9, 0, 10, 1)));
        Assert.EndsWith("labels, byte 10: the label is 10; expected 0..9", failure.Message);
    }

    [Fact]
    public void Numbers_of_images_and_labels_that_differ_are_refused()
    {
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => Open(IdxBytes.Images(4), IdxBytes.Labels(3)));
        Assert.Contains("labels, byte 4: the file has 3 labels; expected 4, one for each image of", failure.Message);
    }

    [Fact]
    public void Indices_and_spans_out_of_range_are_refused()
    {
        ImageDataset dataset = Open(IdxBytes.Images(4), IdxBytes.Labels(4));
        Assert.Contains("sample 4 of 'tiny'; expected 0..3",
            Assert.Throws<ArgumentOutOfRangeException>(() => dataset.Read([4], new float[6], new byte[1])).Message);
        Assert.Contains("expected room for 6 inputs",
            Assert.Throws<ArgumentException>(() => dataset.Read([0], new float[5], new byte[1])).Message);
    }

    [Fact]
    public void Classes_that_cannot_be_chosen_are_refused()
    {
        Assert.Contains("class -1; expected 0..255", Assert.Throws<ArgumentException>(() => new ImageOptions(onlyClasses: [-1])).Message);
        Assert.Contains("class 3 twice", Assert.Throws<ArgumentException>(() => new ImageOptions(onlyClasses: [3, 1, 3])).Message);
        Assert.Contains("no image of the classes [77]",
            Assert.Throws<ArgumentException>(() =>
            Open(IdxBytes.Images(4), IdxBytes.Labels(4), new ImageOptions(onlyClasses: [77]))).Message);
    }

    [Fact]
    public void Options_compare_by_their_content()
    {
        Assert.Equal(new ImageOptions(true, [3, 1]), new ImageOptions(true, [1, 3]));
        Assert.Equal(new ImageOptions(true, [3, 1]).GetHashCode(), new ImageOptions(true, [1, 3]).GetHashCode());
        Assert.NotEqual(new ImageOptions(true, [3]), new ImageOptions(false, [3]));
        Assert.NotEqual(new ImageOptions(true, [3]), new ImageOptions(true, [4]));
    }

    private ImageDataset Open(byte[] images, byte[] labels, ImageOptions? options = null) =>
        ImageDataset.FromIdx("tiny", _folder.Write("images", images), _folder.Write("labels", labels), 100, 2, 3, 10, options);
}
