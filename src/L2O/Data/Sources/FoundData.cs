using System.Collections.Immutable;
using L2O.Data.Formats;

namespace L2O.Data.Sources;

/// <summary>
/// Finds a dataset's files as they lie on people's disks: in the data folder under the dataset's name, where other programs and packages of
/// the system put them, compressed or not, under the published names or with dots for hyphens. Reading, listing and verifying all ask here.
/// </summary>
/// <param name="root">The data folder; it need not exist.</param>
internal sealed class FoundData(string root)
{
    private const string RawFolder = "raw"; // of torchvision
    private const string GzipSuffix = ".gz";

    /// <summary>
    /// The folders that may hold a dataset, the first one its own: <c>NAME</c>, what torchvision makes of it (<c>MNIST/raw</c>, also inside
    /// the former), and those of the system's packages.
    /// </summary>
    /// <param name="source">The dataset.</param>
    public IEnumerable<string> FoldersOf(DatasetSource source)
    {
        string own = Path.Combine(root, source.Name);
        yield return own;
        yield return Path.Combine(own, RawFolder);
        foreach (string alias in source.Aliases)
        {
            yield return Path.Combine(root, alias, RawFolder);
            yield return Path.Combine(root, alias);
            yield return Path.Combine(own, alias, RawFolder);
        }
        foreach (string folder in source.SystemFolders)
            yield return folder;
    }

    /// <summary>Path of one of a dataset's files, from the folder that has all of them if there is one; null if it is nowhere.</summary>
    /// <param name="source">The dataset.</param>
    /// <param name="file">One of its files.</param>
    public string? Find(DatasetSource source, DatasetFile file)
    {
        string[] folders = [.. FoldersOf(source).Where(Directory.Exists)];
        string? whole = folders.FirstOrDefault(folder => source.Files.All(one => In(folder, one) is not null));
        return whole is not null ? In(whole, file) : folders.Select(folder => In(folder, file)).OfType<string>().FirstOrDefault();
    }

    /// <summary>
    /// Path of a dataset that is published as an archive: the folder with its unpacked files, or the archive, plain tar included; an
    /// unpacked folder that lacks files only where there is no archive. Null if there is nothing.
    /// </summary>
    /// <param name="source">The dataset.</param>
    public string? FindUnpacked(DatasetSource source)
    {
        string[] folders = [.. FoldersOf(source).Where(Directory.Exists)];
        string[] unpacked = [.. folders.SelectMany(folder => new[] { Path.Combine(folder, source.UnpackedFolder!), folder })
            .Where(Directory.Exists)];
        return unpacked.FirstOrDefault(static folder => Cifar10Reader.Missing(folder).IsEmpty)
            ?? folders.Select(folder => In(folder, source.Files[0])).OfType<string>().FirstOrDefault()
            ?? unpacked.FirstOrDefault(static folder => Cifar10Reader.Missing(folder).Length < Cifar10Reader.FileNames.Length);
    }

    private static string? In(string folder, DatasetFile file) =>
        NamesOf(file).Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>
    /// The published name, the same without <c>.gz</c>, and both with a dot in front of <c>idx</c>, as some archives have them.
    /// </summary>
    private static ImmutableArray<string> NamesOf(DatasetFile file)
    {
        string plain = file.Name.EndsWith(GzipSuffix, StringComparison.Ordinal) ? file.Name[..^GzipSuffix.Length] : file.Name;
        return file.IsIdx
            ? [file.Name, plain, Dotted(file.Name), Dotted(plain)] : [file.Name, plain];
    }

    private static string Dotted(string name) => name.Replace("-idx", ".idx", StringComparison.Ordinal);
}
