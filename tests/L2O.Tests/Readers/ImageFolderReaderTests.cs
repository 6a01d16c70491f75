using L2O.Data;
using L2O.Readers;
using SkiaSharp;
using Xunit;

namespace L2O.Tests.Readers;

public sealed class ImageFolderReaderTests : IDisposable
{
    private static readonly SKColor s_red = new(255, 0, 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folders_are_classes_and_pixels_are_planes_of_colors()
    {
        Draw("train/cats/a.png", 3, 2, s_red);
        Draw("train/cats/b.png", 3, 2, SKColors.White);
        Draw("train/dogs/c.PNG", 3, 2, SKColors.Black);
        Draw("test/dogs/d.png", 3, 2, SKColors.Transparent);
        DataSplits data = Read("train", new DatasetOptions { Test = _folder["test"] });
        Assert.Equal([3, 2, 3], data.Train.InputShape);
        Assert.Equal(("train", 2, 3, 1), (data.Name, data.Train.ClassCount, data.Train.Count, data.Test.Count));
        AssertSample(0, [1, 1, 1, 1, 1, 1, .. new float[12]], data.Train, 0);
        AssertSample(1, new float[18], data.Train, 2);
        AssertSample(1, [.. Enumerable.Repeat(1f, 18)], data.Test, 0); // what is transparent becomes white
    }

    [Fact]
    public void Images_are_made_gray_and_brought_to_one_size()
    {
        Draw("a/x/1.png", 4, 4, s_red);
        Draw("a/x/2.jpg", 8, 2, SKColors.White);
        DataSplits data = Read("a", new DatasetOptions { Test = _folder["a"], Images = new ImageOptions(gray: true, resize: 2) });
        Assert.Equal([1, 2, 2], data.Train.InputShape);
        Assert.All(Sample(data.Train, 0).Values, static value => Assert.Equal(1f / 3, value, 1e-6));
        Assert.All(Sample(data.Train, 1).Values, static value => Assert.Equal(1f, value, 0.01));
        Assert.StartsWith($"{_folder["a/x/2.jpg"]}: the image has 8x2 pixels; expected 4x4", Damage("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void Gray_images_have_one_channel_and_can_be_their_own_target()
    {
        foreach (string name in new[] { "g/x/1.png", "g/y/2.png" })
        {
            using var bitmap = new SKBitmap(new SKImageInfo(2, 2, SKColorType.Gray8, SKAlphaType.Opaque));
            bitmap.Erase(new SKColor(51, 51, 51));
            Save(name, bitmap, SKEncodedImageFormat.Png);
        }
        Assert.Equal([1, 2, 2], Read("g", new DatasetOptions()).Train.InputShape);
        AssertSample(0, [0.2f, 0.2f, 0.2f, 0.2f], Read("g", new DatasetOptions { Test = _folder["g"] }).Train, 0);
        Assert.Equal(TargetKind.Input, Read("g", new DatasetOptions { Target = "input" }).Train.Target);
    }

    [Fact]
    public void What_is_no_folder_of_images_is_refused_by_name()
    {
        Assert.Equal($"{_folder["nowhere"]}: no such file or folder; expected images data to read",
            Assert.Throws<FileNotFoundException>(() => Read("nowhere", new())).Message);
        Draw("stray/a.png", 2, 2, s_red);
        Assert.Equal($"{_folder["stray/a.png"]}: the image belongs to no class; expected it in a folder of {_folder["stray"]}, one for "
            + "each class", Damage("stray"));
        Directory.CreateDirectory(_folder["bare"]);
        Assert.Equal($"{_folder["bare"]} has 0 folders; expected 1 to 256, one for each class", Damage("bare"));
        Directory.CreateDirectory(_folder["hollow/x"]);
        Assert.Equal($"{_folder["hollow/x"]}: there is no image; expected at least one PNG or JPEG file", Damage("hollow"));
        Draw("cut/x/1.png", 64, 64, s_red);
        Draw("cut/x/2.png", 64, 64, s_red);
        byte[] whole = File.ReadAllBytes(_folder["cut/x/2.png"]);
        File.WriteAllBytes(_folder["cut/x/2.png"], whole[..(whole.Length / 2)]);
        Assert.StartsWith(_folder["cut/x/2.png"], Damage("cut"), StringComparison.Ordinal);
        Assert.Contains("data option 'columns' does not go with images data",
            Assert.Throws<ArgumentException>(() => Read("cut", new() { Columns = ["a"] })).Message, StringComparison.Ordinal);
        Draw("few/x/1.png", 64, 64, s_red);
        Draw("more/y/1.png", 64, 64, s_red);
        Assert.Contains("class 'y' is not in", Assert.Throws<InvalidDataException>(() =>
            Read("few", new() { Test = _folder["more"] })).Message, StringComparison.Ordinal);
    }

    private DataSplits Read(string name, DatasetOptions options) =>
        DatasetReaders.Read("images", _folder[name], options, new ImageFolderReader());

    private string Damage(string name) => Assert.Throws<InvalidDataException>(() => Read(name, new DatasetOptions())).Message;

    private static void AssertSample(int label, float[] values, IDataset data, int index)
    {
        Assert.Equal(label, Sample(data, index).Label);
        Assert.Equal(values, Sample(data, index).Values);
    }

    private static (int Label, float[] Values) Sample(IDataset data, int index)
    {
        float[] values = new float[data.InputSize];
        byte[] label = new byte[1];
        data.Read<float>([index], values, label);
        return (label[0], values);
    }

    private void Draw(string name, int width, int height, SKColor color)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        bitmap.Erase(color);
        Save(name, bitmap, name.EndsWith(".jpg", StringComparison.Ordinal) ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Png);
    }

    private void Save(string name, SKBitmap bitmap, SKEncodedImageFormat format)
    {
        using SKData encoded = bitmap.Encode(format, 100);
        _folder.Write(name, encoded.ToArray());
    }
}
