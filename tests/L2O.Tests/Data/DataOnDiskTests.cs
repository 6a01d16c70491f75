using System.Formats.Tar;
using System.Text;
using System.Text.Json;
using L2O.Data;
using L2O.Data.Sources;
using Xunit;

namespace L2O.Tests.Data;

/// <summary>Data as they lie on people's disks: reading, listing and verifying find the same.</summary>
public sealed class DataOnDiskTests : IDisposable
{
    private const string Images = "train-images-idx3-ubyte", Labels = "train-labels-idx1-ubyte",
        TestImages = "t10k-images-idx3-ubyte", TestLabels = "t10k-labels-idx1-ubyte";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("mnist", "mnist", false, false)]
    [InlineData("mnist", "mnist", true, false)]
    [InlineData("mnist", "mnist", true, true)] // train-images.idx3-ubyte
    [InlineData("mnist", "mnist", false, true)]
    [InlineData("mnist", "MNIST/raw", true, false)] // torchvision
    [InlineData("mnist", "mnist/MNIST/raw", true, false)]
    [InlineData("fashion-mnist", "FashionMNIST/raw", false, false)]
    [InlineData("kmnist", "KMNIST/raw", true, false)]
    public void Idx_files_are_read_wherever_and_under_whichever_name_they_lie(string name, string place, bool isPlain, bool isDotted)
    {
        Write(place, "", isPlain, isDotted);
        var folder = new DataFolder(_folder.Root);

        DataSplits splits = folder.Load(name);

        Assert.Equal((40, 40, 10), (splits.Train.Count, splits.Test.Count, splits.Train.ClassCount));
        Assert.True(folder.Has(DatasetCatalog.Find(name)));
        Assert.Contains("\"found", CliHarness.Run("data", "list", "--data-dir", _folder.Root, "--json").Output.Replace(" ", "",
            StringComparison.Ordinal), StringComparison.Ordinal);
        // Forty images are not the whole data set, and verifying says so of the very files that were read.
        Assert.All(DatasetVerification.Verify(folder, DatasetCatalog.Find(name), TestContext.Current.CancellationToken),
            status => Assert.StartsWith(Path.Combine(_folder.Root, place), status.Detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("emnist-balanced", 47, 0)]
    [InlineData("emnist-letters", 26, 1)]
    [InlineData("emnist-byclass", 62, 0)]
    public void Emnist_has_class_counts_of_its_own(string name, int classes, byte first)
    {
        byte[] labels = [.. Enumerable.Range(0, 80).Select(i => (byte)(first + i % classes))];
        foreach ((string file, byte[] content) in new[] { ("train-images-idx3", Pixels(80)),
            ("train-labels-idx1", IdxBytes.Of([80], labels)), ("test-images-idx3", Pixels(80)),
            ("test-labels-idx1", IdxBytes.Of([80], labels)) })
            _folder.Write($"EMNIST/raw/{name}-{file}-ubyte", content);

        DataSplits splits = new DataFolder(_folder.Root).Load(name);

        Assert.Equal(classes, splits.Train.ClassCount);
        byte[] read = new byte[2];
        splits.Train.Read<float>([0, classes - 1], new float[2 * 784], read);
        Assert.Equal([0, (byte)(classes - 1)], read);
        _folder.Write($"EMNIST/raw/{name}-train-labels-idx1-ubyte", IdxBytes.Of([80], IdxBytes.With(labels, 3, (byte)(first + classes))));
        Assert.EndsWith($"byte 11: the label is {first + classes}; expected {first}..{first + classes - 1}",
            Assert.Throws<InvalidDataException>(() => new DataFolder(_folder.Root).Load(name)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_not_be_downloaded_says_which_files_belong_where()
    {
        CliHarness.CliOutcome outcome = CliHarness.Run("data", "get", "kmnist", "--data-dir", _folder.Root);
        Assert.Equal(2, outcome.Code);
        Assert.StartsWith("error: kmnist can't be downloaded; put its files there: train-images-idx3-ubyte.gz, ", outcome.Error,
            StringComparison.Ordinal);
    }

    public static TheoryData<string> CifarPlaces =>
        ["cifar-10/cifar-10-batches-bin", "cifar-10", "packed", "tar", "empty folder beside the archive"];

    [Theory]
    [MemberData(nameof(CifarPlaces))]
    public void Cifar_is_read_listed_and_verified_packed_unpacked_flat_or_as_a_plain_tar(string place)
    {
        byte[] tar = Tar();
        if (place is "packed" or "empty folder beside the archive")
            _folder.Write("cifar-10/cifar-10-binary.tar.gz", TemporaryFolder.Gzip(tar));
        else if (place == "tar")
            _folder.Write("cifar-10/cifar-10-binary.tar", tar);
        else
            foreach ((string name, byte[] content) in CifarFiles())
                _folder.Write($"{place}/{name}", content);
        if (place == "empty folder beside the archive")
            Directory.CreateDirectory(_folder["cifar-10/cifar-10-batches-bin"]);

        DataSplits splits = new DataFolder(_folder.Root).Load("cifar-10");
        Assert.Equal((10, 2), (splits.Train.Count, splits.Test.Count));
        Assert.Matches(@"cifar-10\s+found", CliHarness.Run("data", "list", "--data-dir", _folder.Root).Output);
        CliHarness.CliOutcome verified = CliHarness.Run("data", "verify", "cifar-10", "--data-dir", _folder.Root);
        if (place is "packed" or "empty folder beside the archive") // ten images are not the published archive
            Assert.Contains("damaged", verified.Output, StringComparison.Ordinal);
        else
        {
            Assert.Contains("structure fits; no digest of the un", verified.Output, StringComparison.Ordinal);
            Assert.Equal(0, verified.Code);
        }
    }

    [Fact]
    public void A_gzip_file_of_several_members_or_with_padding_is_whole_and_one_cut_short_is_not()
    {
        byte[] images = Pixels(40), first = TemporaryFolder.Gzip(images[..1000]), second = TemporaryFolder.Gzip(images[1000..]);
        Write("mnist", "", isPlain: false, isDotted: false);
        foreach (byte[] packed in new[] { [.. first, .. second], [.. TemporaryFolder.Gzip(images), .. new byte[512]],
            (byte[])[.. first, .. second, .. new byte[3000]] })
        {
            _folder.Write($"mnist/{Images}.gz", packed);
            Assert.Equal(40, new DataFolder(_folder.Root).Load("mnist").Train.Count);
        }
        foreach (byte[] packed in new[] { TemporaryFolder.Gzip(images)[..^6], [.. first, .. second[..^6]] })
        {
            _folder.Write($"mnist/{Images}.gz", packed);
            Assert.Contains("gzip stream lacks its end",
                Assert.Throws<InvalidDataException>(() => new DataFolder(_folder.Root).Load("mnist")).Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<byte[], string> Foreign => new()
    {
        { Encoding.ASCII.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 9\n"), "it is a Git LFS pointer" },
        { Encoding.ASCII.GetBytes("\n<!DOCTYPE html>\n<html><head><title>404</title></head></html>"), "it is an HTML page" },
        { [0x50, 0x4b, 3, 4, .. new byte[60]], "it is a zip archive, as PyTorch's .pt files" },
        { [0x80, 2, .. new byte[60]], "it is a Python pickle" },
    };

    [Theory]
    [MemberData(nameof(Foreign))]
    public void A_file_of_another_kind_is_named_wherever_data_are_read(byte[] content, string named)
    {
        Write("mnist", "", isPlain: true, isDotted: false);
        foreach (string line in new[]
        {
            $"data verify mnist --data-dir {_folder.Root}",
            $"train mlp-relu-3 --data table:{_folder["x.csv"]},target=y --out {_folder["out"]}",
            $"train mlp-relu-3 --data table:{_folder["x.parquet"]},target=y --out {_folder["out"]}",
            $"train mlp-relu-3 --data npy:{_folder["x.npy"]},targets={_folder["x.npy"]} --out {_folder["out"]}",
            $"meta-test {_folder["x.safetensors"]} --out {_folder["out"]}",
        })
        {
            foreach (string name in new[] { $"mnist/{Images}", "x.csv", "x.parquet", "x.npy", "x.safetensors" })
                _folder.Write(name, content);
            CliHarness.CliOutcome outcome = CliHarness.Run(line.Split(' '));
            Assert.Contains(named, outcome.Output + outcome.Error, StringComparison.Ordinal);
            Assert.NotEqual(0, outcome.Code);
        }
    }

    [Fact]
    public void Debians_package_of_fashion_mnist_is_found_and_its_digests_fit()
    {
        if (!File.Exists("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"))
            Assert.Skip("the package dataset-fashion-mnist is not installed");
        CliHarness.CliOutcome outcome = CliHarness.Run("data", "verify", "fashion-mnist", "--data-dir", _folder["none"], "--json");
        Assert.Equal(0, outcome.Code);
        Assert.Equal(4, JsonDocument.Parse(outcome.Output).RootElement[0].GetProperty("files").GetArrayLength());
        Assert.Contains("SHA-256 matches", outcome.Output, StringComparison.Ordinal);
        Assert.Matches("fashion-mnist +found in /usr/share/datasets/fashion-mnist",
            CliHarness.Run("data", "list", "--data-dir", _folder["none"]).Output);
    }

    private void Write(string place, string prefix, bool isPlain, bool isDotted)
    {
        foreach ((string name, byte[] content) in new[] { (Images, Pixels(40)), (Labels, IdxBytes.Labels(40)),
            (TestImages, Pixels(40)), (TestLabels, IdxBytes.Labels(40)) })
        {
            string shown = isDotted ? name.Replace("-idx", ".idx", StringComparison.Ordinal) : name;
            _folder.Write($"{place}/{prefix}{shown}{(isPlain ? "" : ".gz")}", isPlain ? content : TemporaryFolder.Gzip(content));
        }
    }

    private static byte[] Pixels(int count) =>
        IdxBytes.Of([count, 28, 28], [.. Enumerable.Range(0, count * 784).Select(static i => (byte)(i * 7919 >> 3))]);

    private static IEnumerable<(string Name, byte[] Content)> CifarFiles() =>
        new[] { "data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch" }
            .Select(static name => ($"{name}.bin", new byte[2 * 3073]));

    private static byte[] Tar()
    {
        var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar, leaveOpen: true))
            foreach ((string name, byte[] content) in CifarFiles())
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"cifar-10-batches-bin/{name}")
                {
                    DataStream = new MemoryStream(content),
                });
        return stream.ToArray();
    }
}
