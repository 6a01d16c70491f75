using L2O.Data;
using L2O.Data.Formats;
using L2O.Data.Sources;
using Xunit;

namespace L2O.Tests.Data;

public sealed class DatasetCatalogTests
{
    [Fact]
    public void Every_downloadable_dataset_has_two_mirrors_or_more()
    {
        foreach (DatasetSource source in DatasetCatalog.All)
            Assert.True(source.IsEmbedded || source.Mirrors.IsEmpty
                || source.Mirrors.DistinctBy(static mirror => mirror.Host).Count() >= 2, source.Name);
    }

    [Fact]
    public void Mirrors_and_names_make_the_published_addresses()
    {
        Assert.Equal("https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
            new Uri(DatasetCatalog.Cifar10.Mirrors[0], DatasetCatalog.Cifar10.Files[0].Name).AbsoluteUri);
        Assert.Equal("https://ossci-datasets.s3.amazonaws.com/mnist/t10k-labels-idx1-ubyte.gz",
            new Uri(DatasetCatalog.Mnist.Mirrors[0], DatasetCatalog.Mnist.Files[3].Name).AbsoluteUri);
    }

    [Fact]
    public void Uncompressed_sizes_follow_from_the_shapes()
    {
        foreach (DatasetFile file in ((DatasetSource[])[DatasetCatalog.Mnist, DatasetCatalog.FashionMnist, .. DatasetCatalog.Further])
            .SelectMany(static source => source.Files))
            Assert.Equal(IdxReader.HeaderBytes(file.Shape.Length) + file.Shape.Aggregate(1L, static (product, size) => product * size),
                file.Bytes);
    }

    [Fact]
    public void Only_idx_files_have_an_uncompressed_name()
    {
        Assert.Equal("train-images-idx3-ubyte", DatasetCatalog.FashionMnist.Files[0].PlainName);
        Assert.Equal("cifar-10-binary.tar.gz", DatasetCatalog.Cifar10.Files[0].PlainName);
    }

    [Fact]
    public void Impossible_descriptions_are_refused()
    {
        Assert.Contains("expected 64 hexadecimal digits",
            Assert.Throws<ArgumentException>(() => new DatasetFile("a", "12", DigestForm.Stored, 1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DatasetFile("a", new string('0', 64), DigestForm.Stored, 0));
        Assert.Contains("with digests and no mirror",
            Assert.Throws<ArgumentException>(() => new DatasetSource("a", "", DatasetCatalog.Mnist.Files, [])).Message);
        Assert.Contains("ending in a slash",
            Assert.Throws<ArgumentException>(() =>
            new DatasetSource("a", "", DatasetCatalog.Mnist.Files, [new Uri("http://localhost/data")])).Message);
    }
}
