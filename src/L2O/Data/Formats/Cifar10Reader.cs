using System.Collections.Immutable;
using System.Text.RegularExpressions;
using L2O.Files;

namespace L2O.Data.Formats;

/// <summary>
/// CIFAR-10's binary version: records of one label and 3072 pixels, the red, green and blue planes of 32x32 one behind the other, in five
/// training files and a test file; from the published archive as it is, or unpacked.
/// </summary>
internal static partial class Cifar10Reader
{
    /// <summary>Folder that the archive unpacks to.</summary>
    public const string UnpackedFolder = "cifar-10-batches-bin";

    /// <summary>Images of the training split, as published.</summary>
    public const int TrainCount = TrainFiles * MaxRecords;

    /// <summary>Images of the test split, as published.</summary>
    public const int TestCount = MaxRecords;

    private const int Side = 32;
    private const int PixelCount = 3 * Side * Side;
    private const int RecordSize = 1 + PixelCount;
    private const int MaxRecords = 10_000;
    private const int TrainFiles = 5;
    private const string TestFile = "test_batch.bin";

    /// <summary>The files that it unpacks to, the training split's first.</summary>
    public static ImmutableArray<string> FileNames { get; } =
        [.. Enumerable.Range(1, TrainFiles).Select(static i => $"data_batch_{i}.bin"), TestFile];

    /// <summary>Those that a folder lacks.</summary>
    /// <param name="folder">An existing folder.</param>
    public static ImmutableArray<string> Missing(string folder) =>
        [.. FileNames.Where(name => !File.Exists(Path.Combine(folder, name)))];

    /// <summary>Reads one of them, to see whether it can be read.</summary>
    /// <param name="path">An existing file.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void CheckFile(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] records = Records(stream.Length, path, stream.ReadExactly);
        for (int at = 0; at < records.Length; at += RecordSize)
            CheckLabel(records[at], path, at);
    }

    /// <summary>Reads both splits.</summary>
    /// <param name="path">The archive, or the unpacked folder.</param>
    /// <param name="name">The dataset's name.</param>
    /// <param name="options">How images are presented.</param>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    public static DataSplits Read(string path, string name, ImageOptions? options)
    {
        Dictionary<string, byte[]> files = Directory.Exists(path) ? ReadFolder(path) : ReadArchive(path);
        string[] train = [.. FileNames[..TrainFiles]];
        return new DataSplits(name, Split($"{name}/train", path, files, train, options),
            Split($"{name}/test", path, files, [TestFile], options));
    }

    private static ImageDataset Split(string name, string path, Dictionary<string, byte[]> files, string[] parts, ImageOptions? options)
    {
        if (parts.FirstOrDefault(part => !files.ContainsKey(part)) is { } missing)
            throw new FileNotFoundException(
                $"{path} has no {missing}; expected data_batch_1.bin to data_batch_{TrainFiles}.bin and test_batch.bin", missing);
        int count = parts.Sum(part => files[part].Length / RecordSize), next = 0;
        byte[] labels = new byte[count], pixels = new byte[count * PixelCount];
        foreach (string part in parts)
        {
            ReadOnlySpan<byte> records = files[part];
            for (int at = 0; at < records.Length; at += RecordSize, next++)
            {
                labels[next] = CheckLabel(records[at], $"{path}, {part}", at);
                records.Slice(at + 1, PixelCount).CopyTo(pixels.AsSpan(next * PixelCount));
            }
            files.Remove(part); // half of the memory
        }
        return new ImageDataset(name, [3, Side, Side], DatasetCatalog.ClassCount, pixels, labels, options);
    }

    private static byte CheckLabel(byte label, string where, int at) => label < DatasetCatalog.ClassCount ? label
        : throw new InvalidDataException($"{where}, byte {at}: the label is {label}; expected 0..{DatasetCatalog.ClassCount - 1}");

    private static Dictionary<string, byte[]> ReadFolder(string path)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(path).Where(static file => BatchName().IsMatch(Path.GetFileName(file))))
        {
            using FileStream stream = File.OpenRead(file);
            files.Add(Path.GetFileName(file), Records(stream.Length, file, stream.ReadExactly));
        }
        return files;
    }

    private static Dictionary<string, byte[]> ReadArchive(string path)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        try
        {
            using Stream content = GzipContent.Open(path);
            var archive = new TarArchive(content);
            while (archive.MoveNext())
                if (Path.GetFileName(archive.Name) is { } name && BatchName().IsMatch(name))
                    files[name] = Records(archive.Length, $"{path}, {archive.Name}", archive.Read);
        }
        catch (Exception failure) when (failure is EndOfStreamException or FormatException
            || (failure is InvalidDataException && !failure.Message.StartsWith(path, StringComparison.Ordinal)))
        {
            throw new InvalidDataException($"{path}: the archive is damaged; expected a tar file, plain or in gzip{NoteOf(path)}", failure);
        }
        return files;
    }

    private static string NoteOf(string path) => ForeignFile.Note(path, ForeignFile.Gzip);

    private static byte[] Records(long length, string where, Action<Span<byte>> read)
    {
        if (length == 0 || length % RecordSize != 0 || length > (long)MaxRecords * RecordSize)
            throw new InvalidDataException($"{where}: {length} bytes; expected 1 to {MaxRecords} records of {RecordSize} bytes"
                + (File.Exists(where) ? ForeignFile.Note(where) : ""));
        byte[] bytes = new byte[length];
        read(bytes);
        return bytes;
    }

    [GeneratedRegex(@"^(data_batch_[1-5]|test_batch)\.bin$")]
    private static partial Regex BatchName();
}
