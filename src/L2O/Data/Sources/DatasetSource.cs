using System.Collections.Immutable;

namespace L2O.Data.Sources;

/// <summary>Where a dataset comes from.</summary>
internal sealed record DatasetSource
{
    /// <summary>Describes a dataset.</summary>
    /// <param name="name">Its name, e.g. <c>mnist</c>.</param>
    /// <param name="description">One line for lists.</param>
    /// <param name="files">Its files; none if it is computed.</param>
    /// <param name="mirrors">Folders that hold all the files, ending in a slash, in the order to be tried; none where it
    /// can't be downloaded.</param>
    /// <exception cref="ArgumentException">There are digests without mirrors or mirrors without digests, or a mirror does not end in a
    /// slash.</exception>
    public DatasetSource(string name, string description, ImmutableArray<DatasetFile> files, ImmutableArray<Uri> mirrors)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (mirrors.IsEmpty && files.Any(static file => file.Sha256 is not null))
            throw new ArgumentException($"dataset '{name}' has files with digests and no mirror; expected at least one", nameof(mirrors));
        if (!mirrors.IsEmpty && files.Any(static file => file.Sha256 is null))
            throw new ArgumentException($"dataset '{name}' has mirrors and a file without a digest; expected one of each", nameof(files));
        foreach (Uri mirror in mirrors)
            if (!mirror.AbsolutePath.EndsWith('/'))
                throw new ArgumentException($"mirror {mirror} of '{name}'; expected a folder's address, ending in a slash",
                    nameof(mirrors));
        (Name, Description, Files, Mirrors) = (name, description, files, mirrors);
    }

    /// <summary>The dataset's name, also that of its folder.</summary>
    public string Name { get; }

    /// <summary>One line for lists.</summary>
    public string Description { get; }

    /// <summary>The files; none if the dataset is computed.</summary>
    public ImmutableArray<DatasetFile> Files { get; }

    /// <summary>Folders that hold all the files, in the order to be tried; none where it can't be downloaded.</summary>
    public ImmutableArray<Uri> Mirrors { get; }

    /// <summary>Whether the dataset is computed and needs no files.</summary>
    public bool IsEmbedded => Files.IsEmpty;

    /// <summary>Number of classes, 1 to 256.</summary>
    public int ClassCount { get; init; } = DatasetCatalog.ClassCount;

    /// <summary>The label of the first class as the files have it, 0 or 1.</summary>
    public byte FirstLabel { get; init; }

    /// <summary>Names that other programs give its folder.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>Folders in which packages of the system lay its files.</summary>
    public ImmutableArray<string> SystemFolders { get; init; } = [];

    /// <summary>For messages: how to come by it.</summary>
    public string HowToGet => Mirrors.IsEmpty ? $"put its files there: {string.Join(", ", Files.Select(static file => file.Name))}"
        : $"get it with: l2o data get {Name}";

    /// <summary>
    /// Folder inside the dataset's that its archive unpacks to, which serves as well as the archive; null if there is no archive.
    /// </summary>
    public string? UnpackedFolder { get; init; }
}
