using System.Collections.Immutable;
using L2O.Data.Digits;
using L2O.Data.Formats;
using L2O.Data.Sources;
using L2O.Numerics;

namespace L2O.Data;

/// <summary>
/// The datasets that are known by name. Digests: those of MNIST and Fashion-MNIST are of the uncompressed files, so that
/// any gzip of them passes; CIFAR-10's is of the archive that its author publishes.
/// </summary>
internal static class DatasetCatalog
{
    /// <summary>Number of classes of those that do not say otherwise.</summary>
    internal const int ClassCount = 10;

    private const int TrainCount = 60_000;
    private const int TestCount = 10_000;
    private const int Side = 28;
    private const string TrainImages = "train-images-idx3-ubyte.gz";
    private const string TrainLabels = "train-labels-idx1-ubyte.gz";
    private const string TestImages = "t10k-images-idx3-ubyte.gz";
    private const string TestLabels = "t10k-labels-idx1-ubyte.gz";

    /// <summary>The embedded, computed digits; see <see cref="SyntheticDigits"/>.</summary>
    public static DatasetSource Digits { get; } = new(
        SyntheticDigits.Name,
        "computed handwritten-looking digits, 28x28 gray, 60,000 + 10,000",
        [],
        []);

    /// <summary>Handwritten digits (LeCun, Cortes, Burges).</summary>
    public static DatasetSource Mnist { get; } = new(
        "mnist",
        "handwritten digits, 28x28 gray, 60,000 + 10,000",
        [
            new(TrainImages, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                DigestForm.Uncompressed, 47_040_016, [TrainCount, Side, Side]),
            new(TrainLabels, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                DigestForm.Uncompressed, 60_008, [TrainCount]),
            new(TestImages, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                DigestForm.Uncompressed, 7_840_016, [TestCount, Side, Side]),
            new(TestLabels, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
                DigestForm.Uncompressed, 10_008, [TestCount]),
        ],
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")])
    {
        Aliases = ["MNIST"],
    };

    /// <summary>Articles of clothing (Xiao, Rasul, Vollgraf, 2017).</summary>
    public static DatasetSource FashionMnist { get; } = new(
        "fashion-mnist",
        "articles of clothing, 28x28 gray, 60,000 + 10,000",
        [
            new(TrainImages, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
                DigestForm.Uncompressed, 47_040_016, [TrainCount, Side, Side]),
            new(TrainLabels, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
                DigestForm.Uncompressed, 60_008, [TrainCount]),
            new(TestImages, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
                DigestForm.Uncompressed, 7_840_016, [TestCount, Side, Side]),
            new(TestLabels, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
                DigestForm.Uncompressed, 10_008, [TestCount]),
        ],
        [
            new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
            new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"), // plain http is safe: the digest decides
        ])
    {
        Aliases = ["FashionMNIST", "fashion"],
        SystemFolders = ["/usr/share/datasets/fashion-mnist"], // Debian's package dataset-fashion-mnist
    };

    /// <summary>Small color photographs (Krizhevsky, 2009), the binary version.</summary>
    public static DatasetSource Cifar10 { get; } = new(
        "cifar-10",
        "color photographs, 32x32 RGB, 50,000 + 10,000",
        [new("cifar-10-binary.tar.gz", "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", DigestForm.Stored, 170_052_171)],
        [
            new("https://www.cs.toronto.edu/~kriz/"),
            new("https://storage.googleapis.com/s4tf-hosted-binaries/datasets/CIFAR10/"),
            new("https://mindspore-website.obs.cn-north-4.myhuaweicloud.com/notebook/datasets/"),
        ])
    {
        UnpackedFolder = Cifar10Reader.UnpackedFolder,
    };

    /// <summary>
    /// Kuzushiji-MNIST and the six parts of EMNIST (Clanuwat et al., 2018; Cohen et al., 2017), where the user has their files: they are
    /// not downloaded, and no digest of them is known. EMNIST's images are taken as they are published, rows and columns exchanged.
    /// </summary>
    public static ImmutableArray<DatasetSource> Further { get; } =
    [
        new("kmnist", "Kuzushiji characters, 28x28 gray, 60,000 + 10,000", Idx(TrainImages, TrainLabels, TestImages, TestLabels,
            TrainCount, TestCount), []) { Aliases = ["KMNIST"] },
        Emnist("balanced", 112_800, 18_800, 47, "characters"), Emnist("byclass", 697_932, 116_323, 62, "characters"),
        Emnist("bymerge", 697_932, 116_323, 47, "characters"), Emnist("letters", 124_800, 20_800, 26, "letters", firstLabel: 1),
        Emnist("digits", 240_000, 40_000, 10, "digits"), Emnist("mnist", TrainCount, TestCount, 10, "digits"),
    ];

    /// <summary>All of them, the embedded one first.</summary>
    public static ImmutableArray<DatasetSource> All { get; } = [Digits, Mnist, FashionMnist, Cifar10, .. Further];

    private static DatasetSource Emnist(string part, int train, int test, int classes, string what, byte firstLabel = 0) => new(
        $"emnist-{part}", FormattableString.Invariant($"handwritten {what}, {classes} classes, 28x28 gray, {train:N0} + {test:N0}"),
        Idx($"emnist-{part}-train-images-idx3-ubyte.gz", $"emnist-{part}-train-labels-idx1-ubyte.gz",
            $"emnist-{part}-test-images-idx3-ubyte.gz", $"emnist-{part}-test-labels-idx1-ubyte.gz", train, test), [])
    {
        ClassCount = classes,
        FirstLabel = firstLabel,
        Aliases = ["EMNIST", "emnist", "gzip", "emnist/gzip"],
    };

    private static ImmutableArray<DatasetFile> Idx(
        string trainImages, string trainLabels, string testImages, string testLabels, int train, int test) =>
    [
        Unknown(trainImages, train, Side, Side), Unknown(trainLabels, train),
        Unknown(testImages, test, Side, Side), Unknown(testLabels, test),
    ];

    /// <summary>An IDX file of which no digest is known.</summary>
    private static DatasetFile Unknown(string name, params ImmutableArray<int> shape) => new(name, null, DigestForm.Uncompressed,
        IdxReader.HeaderBytes(shape.Length) + shape.Aggregate(1L, static (product, size) => product * size), shape);

    /// <summary>The dataset of that name.</summary>
    /// <param name="name">E.g. <c>mnist</c>.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static DatasetSource Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (DatasetSource source in All)
            if (source.Name == name)
                return source;
        string[] names = [.. All.Select(static source => source.Name)];
        throw new ArgumentException(
            $"unknown dataset '{name}'; expected one of " +
                $"{string.Join(", ", names)}" + (NearestName.Find(name, names) is { } near ? $"; did you mean '{near}'?"
                : name.Contains('.', StringComparison.Ordinal) ? $", or for a file table:{name},target=COLUMN or npy:{name}" : ""));
    }
}
