using System.Collections.Immutable;

namespace L2O.Files.Weights;

/// <summary>
/// Takes the tensors that a reader finds in a tree of names, and refuses what no honest file has: names without end, trees without a
/// bottom, the same bytes over and over.
/// </summary>
/// <param name="path">For messages.</param>
/// <param name="fileLength">Bytes of the file: all tensors together take no more.</param>
/// <param name="separator">What stands between the parts of a name.</param>
internal sealed class TensorCollector(string path, long fileLength, char separator)
{
    private const int MaxDepth = 32;
    private const int MaxNameLength = 512;
    private const int MaxTensors = 100_000;

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private long _bytes;

    /// <summary>All tensors, in the order of the file.</summary>
    public List<SafetensorsTensor> Tensors { get; } = [];

    /// <summary>Values that are no tensors.</summary>
    public int LeftOut { get; set; }

    /// <summary>The name of what lies at a key.</summary>
    /// <param name="parent">Name of what holds it; empty at the top.</param>
    /// <param name="key">Its key there.</param>
    /// <param name="depth">Keys so far, from 0.</param>
    /// <exception cref="InvalidDataException">It is too long or too deep.</exception>
    public string NameOf(string parent, string key, int depth)
    {
        if (depth >= MaxDepth)
            throw new InvalidDataException($"{path}: keys are nested more than {MaxDepth} deep; expected the tree of a model's parameters");
        if (parent.Length + key.Length >= MaxNameLength)
            throw new InvalidDataException(
                $"{path}: a name has more than {MaxNameLength} characters; expected the names of a model's parameters");
        return parent.Length == 0 ? key : $"{parent}{separator}{key}";
    }

    /// <summary>Checks a tensor's type and shape before its content is taken.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Element type as the file states it, e.g. <c>float32</c> or <c>f4</c>.</param>
    /// <param name="shape">Sizes as the file states them.</param>
    /// <returns>Bytes of the content.</returns>
    /// <exception cref="InvalidDataException">The name is there already, the type is unknown, or it is larger than the file.</exception>
    public int Announce(string name, string type, IReadOnlyList<long> shape)
    {
        if (name.Length == 0)
            throw new InvalidDataException($"{path}: a tensor has no name; expected a tree of names and tensors");
        if (!_names.Add(name))
            throw Damaged(name, "occurs twice; expected unique names");
        if (_names.Count > MaxTensors)
            throw new InvalidDataException($"{path}: there are more than {MaxTensors} tensors; expected a learned optimizer's parameters");
        Int128 count = shape.Contains(0) ? 0 : SafetensorsTensor.SizeOf(TypeOf(name, type));
        foreach (long size in shape)
        {
            if (size is < 0 or > int.MaxValue)
                throw Damaged(name, $"has the size {size} in its shape; expected an integer from 0 to {int.MaxValue}");
            count *= size;
            if (count > fileLength)
                break; // too much already, and further factors might overflow
        }
        if (count > fileLength - _bytes)
            throw Damaged(name,
                $"of shape [{string.Join(", ", shape)}] is more than is left of the file's {fileLength} bytes; expected shapes that the " +
                "file has the bytes of");
        _bytes += (long)count;
        return (int)count;
    }

    /// <summary>Takes a tensor over.</summary>
    /// <param name="name">Its name, announced.</param>
    /// <param name="type">Element type as announced.</param>
    /// <param name="shape">Sizes as announced.</param>
    /// <param name="content">Little-endian, row-major; kept.</param>
    /// <exception cref="InvalidDataException">There are other bytes than the shape needs.</exception>
    public void Add(string name, string type, IReadOnlyList<long> shape, byte[] content) =>
        Tensors.Add(new SafetensorsTensor(name, TypeOf(name, type), [.. shape.Select(static size => (int)size)], content));

    /// <summary>The same for bytes that lie in the file as they are; copies them.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Announce"/>, or there are other bytes than the shape needs.</exception>
    public void AddCopy(string name, string type, IReadOnlyList<long> shape, ReadOnlySpan<byte> content)
    {
        if (Announce(name, type, shape) is var expected && expected != content.Length)
            throw Damaged(name,
                $"has shape [{string.Join(", ", shape)}] of {type} and {content.Length} bytes; expected shape and bytes to agree");
        Add(name, type, shape, content.ToArray());
    }

    /// <summary>All tensors as one file; without any, there is nothing to import.</summary>
    /// <param name="format">What the file is, for the message.</param>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public SafetensorsFile ToFile(string format) => Tensors.Count > 0
        ? new SafetensorsFile(path, Tensors, ImmutableDictionary<string, string>.Empty)
        : throw new InvalidDataException(
            $"{path}: {format} without a tensor; expected a dictionary of tensors, as state_dict() gives it");

    /// <summary>A message about one tensor.</summary>
    public InvalidDataException Damaged(string name, string what) => new($"{path}: tensor '{name}' {what}");

    private SafetensorsType TypeOf(string name, string type) => type switch
    {
        "float32" or "f4" => SafetensorsType.F32,
        "float64" or "f8" => SafetensorsType.F64,
        "float16" or "f2" => SafetensorsType.F16,
        "bfloat16" => SafetensorsType.BF16,
        "int64" or "i8" => SafetensorsType.I64,
        "int32" or "i4" => SafetensorsType.I32,
        "uint8" or "u1" => SafetensorsType.U8,
        _ => throw Damaged(name,
            $"has the type '{type}'; expected one of float16, bfloat16, float32, float64, uint8, int32, int64"),
    };
}
