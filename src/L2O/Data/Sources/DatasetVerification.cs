using System.Collections.Immutable;
using L2O.Data.Formats;

namespace L2O.Data.Sources;

/// <summary>
/// Checks a dataset's files: structure of IDX files, then SHA-256. An uncompressed IDX file whose digest is
/// known for its published archive only is checked for structure; its status says so.
/// </summary>
internal static class DatasetVerification
{
    /// <summary>The state of every file of a dataset; empty for embedded ones.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="cancellation">Stops the check.</param>
    public static ImmutableArray<FileStatus> Verify(DataFolder folder, DatasetSource source, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(source);
        return [.. source.Files.Select(file => Verify(folder, source, file, cancellation))];
    }

    /// <summary>The state of one file.</summary>
    /// <param name="folder">Where to look.</param>
    /// <param name="source">The dataset.</param>
    /// <param name="file">One of its files.</param>
    /// <param name="cancellation">Stops the check.</param>
    public static FileStatus Verify(DataFolder folder, DatasetSource source, DatasetFile file, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(file);
        if (folder.Find(source, file) is not { } path)
            return new FileStatus(file.Name, FileCondition.Missing,
                $"not in {folder.FolderOf(source)}; get it with: l2o data get {source.Name}");
        try
        {
            if (file.IsIdx)
                CheckStructure(file, path);
            bool comparable = file.Form == DigestForm.Uncompressed || Path.GetFileName(path) == file.Name;
            if (comparable && ContentDigest.Mismatch(file, path, cancellation) is { } complaint)
                return new FileStatus(file.Name, FileCondition.Damaged, complaint);
            string checkedBy = comparable ? "SHA-256 matches" : "structure fits; no digest of the uncompressed file is known";
            return new FileStatus(file.Name, FileCondition.Ok, $"{path}: {checkedBy}");
        }
        catch (InvalidDataException damage)
        {
            return new FileStatus(file.Name, FileCondition.Damaged, damage.Message);
        }
    }

    private static void CheckStructure(DatasetFile file, string path)
    {
        IdxArray array = IdxReader.Read(path, file.Shape[0], file.Shape.AsSpan()[1..]);
        if (array.Count != file.Shape[0])
            throw new InvalidDataException($"{path}, byte 4: the file claims {array.Count} items; expected {file.Shape[0]}");
        if (file.Shape.Length > 1)
            return;
        ImageDataset.CheckLabels(path, array.Values.Span, DatasetCatalog.ClassCount);
    }
}
