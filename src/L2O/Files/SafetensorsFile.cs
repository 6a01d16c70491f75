using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text.Json;

namespace L2O.Files;

/// <summary>
/// The tensors of a safetensors file (https://huggingface.co/docs/safetensors): eight bytes of header length, a JSON
/// header, raw little-endian data. PyTorch reads and writes the same files.
/// </summary>
public sealed class SafetensorsFile
{
    private const int LengthBytes = 8;
    private const int MaxHeaderBytes = 100_000_000; // the format's own bound

    private readonly Dictionary<string, SafetensorsTensor> _byName = new(StringComparer.Ordinal);

    internal SafetensorsFile(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Path = path;
        Tensors = tensors;
        Metadata = metadata;
        foreach (SafetensorsTensor tensor in tensors)
            _byName.Add(tensor.Name, tensor);
    }

    /// <summary>Where the file was read from.</summary>
    public string Path { get; }

    /// <summary>All tensors, in the order of the header.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The names of all tensors, in the order of the header.</summary>
    public IEnumerable<string> Names => Tensors.Select(static tensor => tensor.Name);

    /// <summary>Free text stored with the tensors; empty if there is none.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of that name.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor.</exception>
    public SafetensorsTensor this[string name] => _byName.TryGetValue(name, out SafetensorsTensor? tensor)
        ? tensor
        : throw new InvalidDataException(
            $"{Path}: no tensor '{name}'; the file has {(Tensors.Count == 0 ? "none" : string.Join(", ", Names))}");

    /// <summary>Whether the file has a tensor of that name.</summary>
    public bool Contains(string name) => _byName.ContainsKey(name);

    /// <summary>Sizes of the dimensions of a tensor, row-major; empty for a single number.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor.</exception>
    public ImmutableArray<int> Shape(string name) => this[name].Shape;

    /// <summary>The elements of a floating-point tensor, row-major, in single precision.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it holds integers.</exception>
    public float[] ReadSingle(string name) => WithPath(this[name].ToSingle);

    /// <summary>The elements of a floating-point tensor, row-major, in double precision.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it holds integers.</exception>
    public double[] ReadDouble(string name) => WithPath(this[name].ToDouble);

    /// <summary>The elements of an integer tensor, row-major.</summary>
    /// <exception cref="InvalidDataException">The file has no such tensor, or it holds floating-point numbers.</exception>
    public long[] ReadInt64(string name) => WithPath(this[name].ToInt64);

    /// <summary>Reads a whole file. What its header claims is checked against the file's size before memory is taken.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or no safetensors file; the message says where.</exception>
    public static SafetensorsFile Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; expected a safetensors file", path);
        using FileStream stream = File.OpenRead(path);
        return Read(stream, path);
    }

    /// <summary>Reads a whole file from a stream that knows its length.</summary>
    /// <param name="stream">At the file's beginning.</param>
    /// <param name="path">Where it is from, for messages.</param>
    /// <exception cref="InvalidDataException">As for <see cref="Load"/>.</exception>
    public static SafetensorsFile Read(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        long dataStart = ReadHeader(path, stream, out SafetensorsHeader header);
        var tensors = new List<SafetensorsTensor>(header.Entries.Count);
        foreach (SafetensorsHeader.Entry entry in header.Entries)
        {
            if (entry.End - entry.Begin > Array.MaxLength)
                throw new InvalidDataException(
                    $"{path}: tensor '{entry.Name}' has {entry.End - entry.Begin} bytes; expected at most {Array.MaxLength}");
            var content = new byte[entry.End - entry.Begin];
            stream.Position = dataStart + entry.Begin;
            stream.ReadExactly(content);
            tensors.Add(new SafetensorsTensor(entry.Name, entry.Type, entry.Shape, content));
        }
        return new SafetensorsFile(path, tensors, header.Metadata);
    }

    /// <summary>
    /// Writes a file in one step (see <see cref="AtomicFile"/>), tensors in the given order without gaps, as the format
    /// demands; the data begins at a multiple of eight bytes. Equal content gives equal bytes.
    /// </summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="tensors">Names unique.</param>
    /// <param name="metadata">Free text to store with the tensors, in its order.</param>
    /// <param name="previous">Where a file that is there already goes; null drops it.</param>
    /// <exception cref="ArgumentException">A name occurs twice.</exception>
    public static void Save(string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string,
        string>? metadata = null, string? previous = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] header = EncodeHeader(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (SafetensorsTensor tensor in tensors)
                stream.Write(tensor.Content);
        }, previous);
    }

    private static long ReadHeader(string path, Stream stream, out SafetensorsHeader header)
    {
        if (stream.Length < LengthBytes)
            throw new InvalidDataException(
                $"{path}: the file has {stream.Length} bytes; expected at least {LengthBytes} for the header's length");
        Span<byte> prefix = stackalloc byte[LengthBytes];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        var limit = (ulong)Math.Min(stream.Length - LengthBytes, MaxHeaderBytes);
        if (length > limit)
            throw new InvalidDataException(
                $"{path}, offset 0: the header claims {length} bytes; expected at most {limit} in a file of {stream.Length} bytes" +
                ForeignFile.Note(path));
        var json = new byte[length];
        stream.ReadExactly(json);
        long dataStart = LengthBytes + (long)length;
        header = SafetensorsHeader.Parse(path, json, stream.Length - dataStart);
        return dataStart;
    }

    private static byte[] EncodeHeader(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject("__metadata__");
                foreach ((string key, string value) in metadata)
                    json.WriteString(key, value);
                json.WriteEndObject();
            }
            WriteEntries(json, tensors);
            json.WriteEndObject();
        }
        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<SafetensorsTensor> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { "__metadata__" };
        long offset = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"tensor '{tensor.Name}' occurs twice, or its name is reserved; expected unique names");
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Type.ToString());
            json.WriteStartArray("shape");
            foreach (int size in tensor.Shape)
                json.WriteNumberValue(size);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(offset += tensor.Content.Length);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private T WithPath<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{Path}: {failure.Message}", failure);
        }
    }
}
