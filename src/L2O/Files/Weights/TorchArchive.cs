using System.IO.Compression;

namespace L2O.Files.Weights;

/// <summary>
/// The zip archives of <c>torch.save</c>: a pickle <c>data.pkl</c> that names tensors, and their storages beside it. Names are joined by
/// dots. Only dictionaries of plain tensors are read; modules that were saved whole need code to be read.
/// </summary>
internal sealed class TorchArchive
{
    private const string PickleName = "data.pkl";
    private const string Format = "a zip archive of PyTorch";

    private readonly string _path;
    private readonly ZipArchive _archive;
    private long _left; // entries that lie on top of each other could be larger than the file

    private TorchArchive(string path, ZipArchive archive, long length) => (_path, _archive, _left) = (path, archive, length);

    private static ReadOnlySpan<byte> Magic => "PK\x03\x04"u8;

    /// <summary>Whether a file begins like a zip archive.</summary>
    public static bool Begins(ReadOnlySpan<byte> start) => start.StartsWith(Magic);

    /// <summary>Reads all tensors.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="bytes">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, compressed or no archive of PyTorch; the message says where.</exception>
    public static WeightFile Read(string path, byte[] bytes)
    {
        try
        {
            using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
            return new TorchArchive(path, archive, bytes.Length).Read(new TensorCollector(path, bytes.Length, '.'));
        }
        catch (Exception failure) when (IsOfArchive(path, failure))
        {
            throw new InvalidDataException(
                $"{path}: the zip archive is damaged ({failure.Message.TrimEnd('.')}); expected {Format}", failure);
        }
    }

    private WeightFile Read(TensorCollector tensors)
    {
        ZipArchiveEntry[] pickles = [.. _archive.Entries.Where(static entry => entry.Name == PickleName)];
        if (pickles.Length != 1)
            throw new InvalidDataException($"{_path}: the archive has {pickles.Length} entries '{PickleName}'; expected {Format}");
        string root = pickles[0].FullName[..^PickleName.Length];
        if (_archive.GetEntry($"{root}byteorder") is { } order && !Content(order).AsSpan().SequenceEqual("little"u8))
            throw new InvalidDataException($"{_path}: entry '{order.FullName}' does not say 'little'; expected little-endian numbers");
        PickleValue pickled = PickleWalk.Read(new ByteCursor($"{_path}, {PickleName}", Content(pickles[0])), out _);
        var torch = new TorchTensors(tensors, key => Content(_archive.GetEntry($"{root}data/{key}")
            ?? throw new InvalidDataException($"{_path}: no entry '{root}data/{key}', which a tensor names; expected a whole archive")));
        new PickleTree(_path, tensors, torch.TryAdd).Collect(pickled);
        return new WeightFile(Format, tensors.ToFile(Format), tensors.LeftOut);
    }

    private byte[] Content(ZipArchiveEntry entry)
    {
        if (entry.CompressedLength != entry.Length)
            throw new InvalidDataException($"{_path}: entry '{entry.FullName}' is compressed; expected it stored, as torch.save does");
        _left -= entry.Length;
        if (_left < 0)
            throw new InvalidDataException(
                $"{_path}: entry '{entry.FullName}' claims {entry.Length} bytes; expected no more in all than the file has");
        byte[] content = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(content);
        return content;
    }

    // What ZipArchive says of damage knows no path.
    private static bool IsOfArchive(string path, Exception failure) =>
        failure is InvalidDataException or IOException or NotSupportedException or ArgumentException
        && !failure.Message.StartsWith(path, StringComparison.Ordinal);
}
