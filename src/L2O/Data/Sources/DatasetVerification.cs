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
        return source.UnpackedFolder is not null && folder.Unpacked(source) is { } unpacked && Directory.Exists(unpacked)
            ? [.. Cifar10Reader.FileNames.Select(name => VerifyUnpacked(unpacked, name, cancellation))]
            : [.. source.Files.Select(file => Verify(folder, source, file, cancellation))];
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
            return new FileStatus(file.Name, FileCondition.Missing, $"not in {folder.FolderOf(source)}; {source.HowToGet}");
        try
        {
            if (file.IsIdx)
                CheckStructure(source, file, path);
            bool comparable = file.Sha256 is not null && (file.Form == DigestForm.Uncompressed || Path.GetFileName(path) == file.Name);
            if (!comparable && source.UnpackedFolder is not null)
                Cifar10Reader.Read(path, source.Name, options: null);
            if (comparable && ContentDigest.Mismatch(file, path, cancellation) is { } complaint)
                return source.UnpackedFolder is null ? new FileStatus(file.Name, FileCondition.Damaged, complaint)
                    : VerifyRepacked(source, file, path, complaint, cancellation);
            string checkedBy = comparable ? "SHA-256 matches"
                : file.Sha256 is null ? "structure fits; no digest is known"
                : "structure fits; no digest of the uncompressed file is known";
            return new FileStatus(file.Name, FileCondition.Ok, $"{path}: {checkedBy}");
        }
        catch (InvalidDataException damage)
        {
            return new FileStatus(file.Name, FileCondition.Damaged, damage.Message);
        }
    }

    /// <summary>
    /// An archive that is not the published one, byte for byte: packed again it holds the same, and training reads it. Its gzip checksum
    /// and the number of images tell it from a damaged one.
    /// </summary>
    private static FileStatus VerifyRepacked(DatasetSource source, DatasetFile file, string path, string complaint,
        CancellationToken cancellation)
    {
        if (GzipContent.Damage(path, cancellation) is { } damage)
            return new FileStatus(file.Name, FileCondition.Damaged, $"{complaint}; {damage}");
        DataSplits splits = Cifar10Reader.Read(path, source.Name, options: null);
        return (splits.Train.Count, splits.Test.Count) == (Cifar10Reader.TrainCount, Cifar10Reader.TestCount)
            ? new FileStatus(file.Name, FileCondition.Ok,
                $"{path}: structure fits; packed otherwise than the published archive, and no digest of its content is known")
            : new FileStatus(file.Name, FileCondition.Damaged, $"{complaint}; it holds {splits.Train.Count} + {splits.Test.Count} images, "
                + $"{Cifar10Reader.TrainCount} + {Cifar10Reader.TestCount} are published");
    }

    /// <summary>One file of an unpacked archive: of its content no digest is known.</summary>
    private static FileStatus VerifyUnpacked(string folder, string name, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string path = Path.Combine(folder, name);
        if (!File.Exists(path))
            return new FileStatus(name, FileCondition.Missing, $"not in {folder}");
        try
        {
            Cifar10Reader.CheckFile(path);
            return new FileStatus(name, FileCondition.Ok, $"{path}: structure fits; no digest of the unpacked files is known");
        }
        catch (InvalidDataException damage)
        {
            return new FileStatus(name, FileCondition.Damaged, damage.Message);
        }
    }

    private static void CheckStructure(DatasetSource source, DatasetFile file, string path)
    {
        IdxArray array = IdxReader.Read(path, file.Shape[0], file.Shape.AsSpan()[1..]);
        if (array.Count != file.Shape[0])
            throw new InvalidDataException($"{path}, byte 4: the file claims {array.Count} items; expected {file.Shape[0]}");
        if (file.Shape.Length > 1)
            return;
        ImageDataset.CheckLabels(path, array.Values.Span, source.ClassCount, source.FirstLabel);
    }
}
