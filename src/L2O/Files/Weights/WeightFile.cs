namespace L2O.Files.Weights;

/// <summary>
/// Named tensors from a file of any of the formats that weights are published in, recognized by its first bytes. Nothing in it is ever
/// executed, and sizes that it claims are checked against its length before memory is taken.
/// </summary>
/// <param name="Format">What it is and what wrote it, e.g. <c>a flax state (msgpack)</c>.</param>
/// <param name="Tensors">Its tensors; names in trees are joined.</param>
/// <param name="LeftOut">Values in it that are no tensors.</param>
internal sealed record WeightFile(string Format, SafetensorsFile Tensors, int LeftOut = 0)
{
    /// <summary>The formats, for messages.</summary>
    public const string Expected =
        "safetensors, a flax state (msgpack), a zip archive of PyTorch or a pickle of NumPy arrays";

    private const int MaxBytes = 256 << 20;
    private const int HeaderStart = 8;
    private const int Looked = 64; // bytes

    private static ReadOnlySpan<byte> OldTorch => [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is damaged or none of the formats; the message says where.</exception>
    public static WeightFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; expected {Expected}", path);
        using FileStream stream = File.OpenRead(path);
        byte[] start = new byte[Math.Min(stream.Length, OldTorch.Length)];
        stream.ReadExactly(start);
        stream.Position = 0;
        if (IsSafetensors(path, start, stream.Length))
            return OfSafetensors(SafetensorsFile.Read(stream, path));
        if (stream.Length > MaxBytes)
            throw new InvalidDataException($"{path}: the file has {stream.Length} bytes; expected at most {MaxBytes}, or safetensors");
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return Read(path, bytes);
    }

    /// <summary>Reads a file that is in memory already.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="bytes">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged or none of the formats; the message says where.</exception>
    public static WeightFile Read(string path, byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (IsSafetensors(path, bytes, bytes.Length))
            return OfSafetensors(SafetensorsFile.Read(new MemoryStream(bytes), path));
        if (bytes.AsSpan().StartsWith(OldTorch))
            throw new InvalidDataException($"{path}: a file of PyTorch before 1.6; expected a zip archive, as torch.save writes it now");
        if (TorchArchive.Begins(bytes))
            return TorchArchive.Read(path, bytes);
        if (NumpyPickle.Begins(bytes))
            return NumpyPickle.Read(path, bytes);
        if (FlaxState.Begins(bytes))
            return FlaxState.Read(path, bytes);
        string found = ForeignFile.Recognize(bytes.AsSpan(0, Math.Min(bytes.Length, Looked)))
            ?? $"of an unknown format and has {bytes.Length} bytes";
        throw new InvalidDataException($"{path}: it is {found}; expected {Expected}");
    }

    // A header's length that fits, and a JSON object behind it; a file of that name is read as such, for its messages.
    private static bool IsSafetensors(string path, ReadOnlySpan<byte> start, long length) =>
        (start.Length > HeaderStart && start[HeaderStart] == '{'
            && System.Buffers.Binary.BinaryPrimitives.ReadUInt64LittleEndian(start) <= (ulong)(length - HeaderStart))
        || path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase);

    private static WeightFile OfSafetensors(SafetensorsFile file) => new(
        file.Metadata.GetValueOrDefault("format") switch
        {
            "pt" => "safetensors, written by PyTorch",
            { } other => $"safetensors, written by {other}",
            null when SafetensorsDigest.IsIn(file) => "safetensors, written by L2O",
            null => "safetensors",
        },
        file.Tensors.Count > 0 ? file
            : throw new InvalidDataException($"{file.Path}: safetensors without a tensor; expected a learned optimizer's parameters"));
}
