using System.Collections.Immutable;

namespace L2O.Data.Sources;

/// <summary>Where a dataset comes from.</summary>
internal sealed record DatasetSource
{
    /// <summary>Describes a dataset.</summary>
    /// <param name="name">Its name, e.g. <c>mnist</c>.</param>
    /// <param name="description">One line for lists.</param>
    /// <param name="files">Its files; none if it is computed.</param>
    /// <param name="mirrors">Folders that hold all the files, ending in a slash, in the order to be tried.</param>
    /// <exception cref="ArgumentException">There are files without mirrors, or a mirror does not end in a slash.</exception>
    public DatasetSource(string name, string description, ImmutableArray<DatasetFile> files, ImmutableArray<Uri> mirrors)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!files.IsEmpty && mirrors.IsEmpty)
            throw new ArgumentException($"dataset '{name}' has {files.Length} files and no mirror; expected at least one", nameof(mirrors));
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

    /// <summary>Folders that hold all the files, in the order to be tried.</summary>
    public ImmutableArray<Uri> Mirrors { get; }

    /// <summary>Whether the dataset is computed and needs no files.</summary>
    public bool IsEmbedded => Files.IsEmpty;

    /// <summary>
    /// Folder inside the dataset's that its archive unpacks to, which serves as well as the archive; null if there is no archive.
    /// </summary>
    public string? UnpackedFolder { get; init; }
}
