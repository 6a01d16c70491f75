using System.Formats.Tar;
using System.IO.Compression;
using L2O.Data;
using L2O.Data.Sources;
using Xunit;

namespace L2O.Tests.Data;

public sealed class Cifar10ReaderTests : IDisposable
{
    private const int PixelCount = 3072;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_archive_and_the_unpacked_folder_give_the_same_images(bool packed)
    {
        Store(packed, Files());
        DataSplits splits = new DataFolder(_folder.Root).Load("cifar-10");
        Assert.Equal((10, 2), (splits.Train.Count, splits.Test.Count));
        Assert.Equal([3, 32, 32], splits.Train.InputShape);
        byte[] labels = new byte[3];
        float[] inputs = new float[3 * PixelCount];
        splits.Train.Read([0, 3, 9], inputs, labels);
        Assert.Equal([0, 3, 9], labels); // files in their order: two records each
        Assert.Equal([0f, 3 / 255f, 9 / 255f], new[] { inputs[0], inputs[PixelCount], inputs[2 * PixelCount] });
    }

    [Fact]
    public void Gray_and_small_images_are_means_of_the_colored_ones()
    {
        Dictionary<string, byte[]> files = Files();
        byte[] record = files["data_batch_1.bin"];
        for (int channel = 0; channel < 3; channel++)
            for (int i = 0; i < 1024; i++)
                record[1 + channel * 1024 + i] = (byte)(30 * channel + (i % 32 < 16 ? 0 : 100));
        Store(packed: false, files);
        DataSplits splits = new DataFolder(_folder.Root).Load("cifar-10", new ImageOptions(gray: true, resize: 2));
        Assert.Equal([1, 2, 2], splits.Train.InputShape);
        double[] inputs = new double[4];
        splits.Train.Read<double>([0], inputs, new byte[1]);
        Assert.Equal([30 / 255.0, 130 / 255.0, 30 / 255.0, 130 / 255.0], inputs, static (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Sizes_that_do_not_divide_share_the_pixels_at_the_border()
    {
        Dictionary<string, byte[]> files = Files();
        for (int i = 0; i < PixelCount; i++)
            files["data_batch_1.bin"][1 + i] = (byte)(i % 32); // a ramp along the columns
        Store(packed: false, files);
        DataSplits splits = new DataFolder(_folder.Root).Load("cifar-10", new ImageOptions(resize: 3));
        double[] inputs = new double[27];
        splits.Train.Read<double>([0], inputs, new byte[1]);
        // The mean over [0, 32/3) of the step function floor(x): (0+...+9 + 10·2/3)/(32/3).
        Assert.Equal((45 + 10 * 2.0 / 3) / (32.0 / 3) / 255, inputs[0], 1e-12);
        Assert.Equal(31.0 / 2 / 255, inputs[1], 1e-12); // the middle, by symmetry
    }

    [Theory]
    [InlineData("data_batch_2.bin", 3073 + 5,
        "cifar-10-batches-bin/data_batch_2.bin: 3078 bytes; expected 1 to 10000 records of 3073 bytes")]
    [InlineData("test_batch.bin", 0, "test_batch.bin: 0 bytes; expected 1 to 10000 records")]
    public void A_file_of_another_length_is_refused(string name, int length, string expected)
    {
        Dictionary<string, byte[]> files = Files();
        files[name] = new byte[length];
        Store(packed: false, files);
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => new DataFolder(_folder.Root).Load("cifar-10")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_label_out_of_range_names_file_and_byte()
    {
        Dictionary<string, byte[]> files = Files();
        files["data_batch_5.bin"][3073] = 10;
        Store(packed: true, files);
        Assert.Contains(", data_batch_5.bin, byte 3073: the label is 10; expected 0..9",
            Assert.Throws<InvalidDataException>(() => new DataFolder(_folder.Root).Load("cifar-10")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_and_a_broken_archive_are_named()
    {
        Dictionary<string, byte[]> files = Files();
        files.Remove("data_batch_4.bin");
        Store(packed: true, files);
        Assert.Contains("has no data_batch_4.bin",
            Assert.Throws<FileNotFoundException>(() => new DataFolder(_folder.Root).Load("cifar-10")).Message, StringComparison.Ordinal);
        string archive = Path.Combine(_folder.Root, "cifar-10", "cifar-10-binary.tar.gz");
        byte[] whole = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, whole[..(whole.Length / 2)]);
        Assert.Contains("cifar-10-binary.tar.gz",
            Assert.Throws<InvalidDataException>(() => new DataFolder(_folder.Root).Load("cifar-10")).Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// Found by fuzzing: the archive reader of .NET takes a gigabyte for the second, and answers the first with another exception than
    /// other damage.
    /// </summary>
    [Theory]
    [InlineData("77777777777\0")]
    [InlineData("10000000000\0")]
    public void An_extended_header_that_claims_gigabytes_is_refused_without_taking_them(string size)
    {
        var content = new MemoryStream();
        using (var archive = new TarWriter(content, leaveOpen: true))
            archive.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile,
                "cifar-10-batches-bin/test_batch.bin")
            { DataStream = new MemoryStream(Record(1)) });
        byte[] bytes = content.ToArray();
        System.Text.Encoding.ASCII.GetBytes(size).CopyTo(bytes, 124); // octal
        bytes.AsSpan(148, 8).Fill((byte)' '); // the sum of a header's bytes counts itself as spaces
        string sum = Convert.ToString(bytes.AsSpan(0, 512).ToArray().Sum(static b => b), 8).PadLeft(6, '0');
        System.Text.Encoding.ASCII.GetBytes(sum + "\0 ").CopyTo(bytes, 148);
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Root, "cifar-10")).FullName, "cifar-10-binary.tar.gz");
        File.WriteAllBytes(path, TemporaryFolder.Gzip(bytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => new DataFolder(_folder.Root).Load("cifar-10"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.EndsWith("cifar-10-binary.tar.gz: the archive is damaged; expected a tar file, plain or in gzip",
            refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Archives_of_every_format_are_read(TarEntryFormat format)
    {
        string path = Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Root, "cifar-10")).FullName, "cifar-10-binary.tar.gz");
        using (var file = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        using (var archive = new TarWriter(file, format))
        {
            string source = _folder.Write("a.bin", []);
            foreach ((string name, byte[] content) in Files())
            {
                File.WriteAllBytes(source, content);
                archive.WriteEntry(source, $"cifar-10-batches-bin/{name}");
            }
        }
        Assert.Equal((10, 2),
            (new DataFolder(_folder.Root).Load("cifar-10").Train.Count, new DataFolder(_folder.Root).Load("cifar-10").Test.Count));
    }

    /// <summary>Two records a file; record i of all training files has label i and pixels i.</summary>
    private static Dictionary<string, byte[]> Files()
    {
        var files = Enumerable.Range(0, 5)
            .ToDictionary(static i => $"data_batch_{i + 1}.bin", static i => (byte[])[.. Record(2 * i), .. Record(2 * i + 1)]);
        files.Add("test_batch.bin", [.. Record(4), .. Record(5)]);
        return files;
    }

    private static byte[] Record(int value)
    {
        byte[] record = new byte[1 + PixelCount];
        Array.Fill(record, (byte)value);
        return record;
    }

    private void Store(bool packed, Dictionary<string, byte[]> files)
    {
        string root = Directory.CreateDirectory(Path.Combine(_folder.Root, "cifar-10")).FullName;
        if (!packed)
        {
            foreach ((string name, byte[] content) in files)
                File.WriteAllBytes(Path.Combine(Directory.CreateDirectory(Path.Combine(root, "cifar-10-batches-bin")).FullName, name),
                    content);
            return;
        }
        using var file = new GZipStream(File.Create(Path.Combine(root, "cifar-10-binary.tar.gz")), CompressionLevel.Fastest);
        using var archive = new TarWriter(file);
        foreach ((string name, byte[] content) in files)
            archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile,
                $"cifar-10-batches-bin/{name}")
            { DataStream = new MemoryStream(content) });
    }
}
