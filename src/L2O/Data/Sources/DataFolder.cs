using L2O.Data.Digits;
using L2O.Data.Formats;
using L2O.Files;

namespace L2O.Data.Sources;

/// <summary>The folder that holds the datasets' files: <c>ROOT/mnist/train-images-idx3-ubyte.gz</c> and so on, compressed or not.</summary>
/// <param name="root">Path of the folder; it need not exist.</param>
public sealed class DataFolder(string root)
{
    /// <summary>Name of the environment variable that names the folder.</summary>
    public const string Variable = "L2O_DATA";

    private const string AppFolder = "l2o";
    private const int LongestUser = 60;

    /// <summary>Full path of the folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>
    /// Finds the folder: the one given, else that of the environment variable <see cref="Variable"/>, else the platform's cache folder.
    /// </summary>
    /// <param name="dataDir">The folder asked for; null or empty if none was.</param>
    public static DataFolder Resolve(string? dataDir = null) =>
        Resolve(dataDir, Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>As <see cref="Resolve(string?)"/>, with the surroundings as arguments.</summary>
    /// <param name="dataDir">The folder asked for.</param>
    /// <param name="variable">Reads an environment variable; null if it is not set.</param>
    /// <param name="home">The user's home folder.</param>
    internal static DataFolder Resolve(string? dataDir, Func<string, string?> variable, string home)
    {
        if (!string.IsNullOrEmpty(dataDir))
            return new DataFolder(dataDir);
        if (variable(Variable) is { Length: > 0 } named)
            return new DataFolder(named);
        return new DataFolder(PlatformCache(variable, home));
    }

    /// <summary>Where programs of this system keep what can be made or fetched again; this one's folder in it.</summary>
    public static string PlatformCache() =>
        PlatformCache(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>Whether there is neither a home nor a cache folder, so that the folder of temporary files takes its place.</summary>
    internal static bool IsCacheTemporary() =>
        NamedCache(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)) is null;

    private static string PlatformCache(Func<string, string?> variable, string home) =>
        NamedCache(variable, home) ?? Path.Combine(Path.GetTempPath(), $"{AppFolder}-{ShortName.Of(Environment.UserName, LongestUser)}");

    private static string? NamedCache(Func<string, string?> variable, string home)
    {
        if (OperatingSystem.IsWindows() && variable("LOCALAPPDATA") is { Length: > 0 } local)
            return Path.Combine(local, AppFolder);
        // The XDG base directory specification says to ignore relative paths.
        if (!OperatingSystem.IsMacOS() && variable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, AppFolder);
        // Users without a home, as in containers and jobs, must not find a cache in whichever folder they are in.
        return !Path.IsPathRooted(home) ? null
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches", AppFolder)
            : Path.Combine(home, ".cache", AppFolder);
    }

    /// <summary>Where a dataset's files lie.</summary>
    /// <param name="source">The dataset.</param>
    internal string FolderOf(DatasetSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Path.Combine(Root, source.Name);
    }

    /// <summary>Path of a dataset's file wherever <see cref="FoundData"/> finds it; null if it is not there.</summary>
    /// <param name="source">The dataset.</param>
    /// <param name="file">One of its files.</param>
    internal string? Find(DatasetSource source, DatasetFile file)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(file);
        return new FoundData(Root).Find(source, file);
    }

    /// <summary>Whether all files of a dataset are there (not whether they are intact); true for embedded ones.</summary>
    /// <param name="source">The dataset.</param>
    internal bool Has(DatasetSource source) => source.IsEmbedded || Place(source) is not null;

    /// <summary>The folder or archive that a dataset is read from; null where something is missing.</summary>
    /// <param name="source">The dataset, not embedded.</param>
    internal string? Place(DatasetSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        if (source.UnpackedFolder is not null)
            return Unpacked(source) is { } path && (File.Exists(path) || Cifar10Reader.Missing(path).IsEmpty) ? path : null;
        string?[] files = [.. source.Files.Select(file => Find(source, file))];
        return files.Contains(null) ? null : Path.GetDirectoryName(files[0]);
    }

    /// <summary>Reads a dataset into memory, or computes it.</summary>
    /// <param name="name">The dataset's name, e.g. <c>digits</c> or <c>mnist</c>.</param>
    /// <param name="options">Normalization, color, size and choice of classes; null for <see cref="ImageOptions.Default"/>.</param>
    /// <param name="threads">Threads for computing; 0 means one for each core. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">There is no dataset of that name, or it has none of the classes.</exception>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public DataSplits Load(string name, ImageOptions? options = null, int threads = 0)
    {
        DatasetSource source = DatasetCatalog.Find(name);
        if (source.IsEmbedded)
            return SyntheticDigits.Load(options, threads);
        if (source.UnpackedFolder is not null)
            return Cifar10Reader.Read(Unpacked(source) ?? Require(source, source.Files[0]), name, options);
        string[] paths = [.. source.Files.Select(file => Require(source, file))]; // images and labels of train, then of test
        return new DataSplits(
            name,
            LoadSplit(source, "train", paths[0], paths[1], source.Files[0], options),
            LoadSplit(source, "test", paths[2], paths[3], source.Files[2], options));
    }

    /// <summary>Path of what is published as an archive, unpacked or not; null if there is nothing.</summary>
    internal string? Unpacked(DatasetSource source) => new FoundData(Root).FindUnpacked(source);

    private static ImageDataset LoadSplit(DatasetSource source, string part, string imagesPath, string labelsPath, DatasetFile images,
        ImageOptions? options) => ImageDataset.FromIdx($"{source.Name}/{part}", imagesPath, labelsPath, images.Shape[0], images.Shape[1],
            images.Shape[2], source.ClassCount, options, source.FirstLabel);

    private string Require(DatasetSource source, DatasetFile file) => Find(source, file) ?? throw new FileNotFoundException(
        $"dataset '{source.Name}' is not in {FolderOf(source)} ({file.Name} is missing); {source.HowToGet}",
            file.Name);
}
