using L2O.Data;
using L2O.Data.Sources;
using Xunit;

namespace L2O.Tests.Data;

public sealed class DataFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_folder_asked_for_comes_first_then_the_variable_then_the_cache()
    {
        Func<string, string?> all = name => name == DataFolder.Variable ? Under("variable") : Under("cache");
        Func<string, string?> cacheOnly = name => name == DataFolder.Variable ? null : Under("cache");
        Assert.Equal(Under("asked"), DataFolder.Resolve(Under("asked"), all, Under("home")).Root);
        Assert.Equal(Under("variable"), DataFolder.Resolve(null, all, Under("home")).Root);
        Assert.Equal(Under("variable"), DataFolder.Resolve("", all, Under("home")).Root);
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
            Assert.Equal(Path.Combine(Under("cache"), "l2o"), DataFolder.Resolve(null, cacheOnly, Under("home")).Root);
    }

    [Fact]
    public void Without_any_variable_the_cache_lies_under_the_home_folder()
    {
        string expected = OperatingSystem.IsMacOS() ? Path.Combine(Under("home"), "Library", "Caches", "l2o")
            : Path.Combine(Under("home"), ".cache", "l2o");
        Assert.Equal(expected, DataFolder.Resolve(null, static _ => null, Under("home")).Root);
        if (OperatingSystem.IsLinux()) // a relative XDG_CACHE_HOME is to be ignored
            Assert.Equal(expected,
                DataFolder.Resolve(null, static name => name == "XDG_CACHE_HOME" ? "somewhere" : null, Under("home")).Root);
    }

    [Theory]
    [InlineData("")]
    [InlineData("somewhere/else")]
    public void Without_a_home_folder_the_cache_lies_among_temporary_files_and_never_in_the_present_folder(string home)
    {
        string root = DataFolder.Resolve(null, static _ => null, home).Root;
        Assert.StartsWith(Path.Combine(Path.GetTempPath(), "l2o-"), root, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(Under("cache"), "l2o"),
            OperatingSystem.IsLinux() ? DataFolder.Resolve(null, name => name == "XDG_CACHE_HOME" ? Under("cache") : null, home).Root
                : Path.Combine(Under("cache"), "l2o"));
    }

    [Fact]
    public void Files_are_found_compressed_or_not()
    {
        var folder = new DataFolder(_folder.Root);
        DatasetSource source = TinySource.Uncompressed();
        Assert.Null(folder.Find(source, source.Files[0]));
        string plain = _folder.Write(Path.Combine("tiny", "images"), TinySource.Images);
        Assert.Equal(plain, folder.Find(source, source.Files[0]));
        Assert.False(folder.Has(source));
        string packed = _folder.Write(Path.Combine("tiny", "labels.gz"), TemporaryFolder.Gzip(TinySource.Labels));
        Assert.Equal(packed, folder.Find(source, source.Files[1]));
        Assert.True(folder.Has(source));
    }

    [Fact]
    public void Missing_data_names_the_folder_and_the_command_that_gets_it()
    {
        FileNotFoundException failure = Assert.Throws<FileNotFoundException>(() => new DataFolder(_folder.Root).Load("mnist"));
        Assert.Equal(
            $"dataset 'mnist' is not in {Under("mnist")} (train-images-idx3-ubyte.gz is missing); get it with: l2o data get mnist",
            failure.Message);
    }

    [Fact]
    public void Damaged_data_names_the_file()
    {
        foreach (DatasetFile file in DatasetCatalog.Mnist.Files)
            _folder.Write(Path.Combine("mnist", file.PlainName), IdxBytes.Labels(5));
        InvalidDataException failure = Assert.Throws<InvalidDataException>(() => new DataFolder(_folder.Root).Load("mnist"));
        Assert.Contains(Path.Combine("mnist", "train-images-idx3-ubyte") + ", byte 3: the file has 1 dimensions; expected 3",
            failure.Message);
    }

    [Fact]
    public void An_unknown_dataset_is_answered_with_the_known_names()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => new DataFolder(_folder.Root).Load("mnits"));
        Assert.Equal("unknown dataset 'mnits'; expected one of digits, mnist, fashion-mnist, cifar-10, kmnist, emnist-balanced, " +
            "emnist-byclass, emnist-bymerge, emnist-letters, emnist-digits, emnist-mnist; did you mean 'mnist'?", failure.Message);
    }

    [Fact]
    public void A_dataset_that_is_missing_says_how_to_get_it()
    {
        string message = Assert.Throws<FileNotFoundException>(() => new DataFolder(_folder.Root).Load("cifar-10")).Message;
        Assert.Equal(
            $"dataset 'cifar-10' is not in {Under("cifar-10")} (cifar-10-binary.tar.gz is missing); get it with: l2o data get cifar-10",
            message);
    }

    [Fact]
    public void Real_mnist_loads_and_passes_its_digests()
    {
        string? root = Environment.GetEnvironmentVariable(DataFolder.Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(root), $"{DataFolder.Variable} is not set: no MNIST to read");
        DataFolder folder = DataFolder.Resolve(root);
        Assert.All(DatasetVerification.Verify(folder, DatasetCatalog.Mnist, TestContext.Current.CancellationToken),
            static status => Assert.Equal(FileCondition.Ok, status.Condition));
        DataSplits splits = folder.Load("mnist");
        Assert.Equal((60_000, 10_000), (splits.Train.Count, splits.Test.Count));
        byte[] labels = new byte[5];
        splits.Train.Read([0, 1, 2, 3, 4], new float[5 * 784], labels);
        Assert.Equal([5, 0, 4, 1, 9], labels); // the well-known first five
    }

    private string Under(string name) => Path.Combine(_folder.Root, name);
}
