using System.Collections.Immutable;
using L2O.Data.Digits;
using L2O.Data.Formats;
using L2O.Data.Sources;
using L2O.Numerics;

namespace L2O.Data;

/// <summary>
/// The datasets that are known by name. Digests: MNIST's are of the uncompressed files, so that any gzip of them passes;
/// those of Fashion-MNIST and CIFAR-10 are of the archives that their authors publish.
/// </summary>
internal static class DatasetCatalog
{
    /// <summary>Number of classes of each of them.</summary>
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
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")]);

    /// <summary>Articles of clothing (Xiao, Rasul, Vollgraf, 2017).</summary>
    public static DatasetSource FashionMnist { get; } = new(
        "fashion-mnist",
        "articles of clothing, 28x28 gray, 60,000 + 10,000",
        [
            new(TrainImages, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                DigestForm.Stored, 26_421_880, [TrainCount, Side, Side]),
            new(TrainLabels, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                DigestForm.Stored, 29_515, [TrainCount]),
            new(TestImages, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                DigestForm.Stored, 4_422_102, [TestCount, Side, Side]),
            new(TestLabels, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5",
                DigestForm.Stored, 5_148, [TestCount]),
        ],
        [
            new("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
            new("https://storage.googleapis.com/tensorflow/tf-keras-datasets/"),
            new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/"), // plain http is safe: the digest decides
        ]);

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

    /// <summary>All of them, the embedded one first.</summary>
    public static ImmutableArray<DatasetSource> All { get; } = [Digits, Mnist, FashionMnist, Cifar10];

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
