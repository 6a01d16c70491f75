using System.Collections.Immutable;
using System.Text.Json;

namespace L2O.Files;

/// <summary>
/// The JSON header of a safetensors file, checked against the size of the data behind it before anything is allocated for that.
/// </summary>
internal sealed class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const string EntryExpectation = "expected an object with dtype, shape and data_offsets";

    private readonly string _path;
    private readonly long _dataLength;

    private SafetensorsHeader(string path, long dataLength)
    {
        _path = path;
        _dataLength = dataLength;
    }

    /// <summary>One tensor of the header.</summary>
    internal readonly record struct Entry(string Name, SafetensorsType Type, ImmutableArray<int> Shape, long Begin, long End);

    /// <summary>Tensors in the header's order.</summary>
    public List<Entry> Entries { get; } = [];

    /// <summary>Free text stored with the tensors.</summary>
    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads and checks a header.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="json">The header's bytes, without the length in front.</param>
    /// <param name="dataLength">Bytes of the file behind the header.</param>
    /// <exception cref="InvalidDataException">The header is damaged or contradicts the size of the data.</exception>
    public static SafetensorsHeader Parse(string path, ReadOnlyMemory<byte> json, long dataLength)
    {
        var header = new SafetensorsHeader(path, dataLength);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            header.ReadRoot(document.RootElement);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException(
                $"{path}, offset 8: the header is no valid JSON (its line {failure.LineNumber + 1}, byte {failure.BytePositionInLine}); " +
                $"expected a safetensors header", failure);
        }
        catch (InvalidOperationException failure) // a name or text with broken UTF-16 escapes
        {
            throw new InvalidDataException(
                $"{path}, offset 8: the header has a text that is no valid Unicode; expected a safetensors header", failure);
        }
        header.CheckCoverage();
        return header;
    }

    private void ReadRoot(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{_path}, offset 8: the header is a JSON {root.ValueKind}; expected an object");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (!names.Add(property.Name))
                throw new InvalidDataException($"{_path}: '{property.Name}' occurs twice in the header; expected unique names");
            if (property.Name == MetadataKey)
                ReadMetadata(property.Value);
            else
                Entries.Add(ReadEntry(property.Name, property.Value));
        }
    }

    private void ReadMetadata(JsonElement metadata)
    {
        if (metadata.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{_path}: {MetadataKey} is a JSON {metadata.ValueKind}; expected an object of texts");
        foreach (JsonProperty item in metadata.EnumerateObject())
        {
            if (item.Value.ValueKind != JsonValueKind.String)
                throw new InvalidDataException($"{_path}: {MetadataKey} '{item.Name}' is a JSON {item.Value.ValueKind}; expected a text");
            if (!Metadata.TryAdd(item.Name, item.Value.GetString()!))
                throw new InvalidDataException($"{_path}: {MetadataKey} '{item.Name}' occurs twice; expected unique names");
        }
    }

    private Entry ReadEntry(string name, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
            throw Damaged(name, $"is a JSON {entry.ValueKind}; {EntryExpectation}");
        if (!entry.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("shape", out JsonElement shape) || !entry.TryGetProperty("data_offsets", out JsonElement offsets))
            throw Damaged(name, $"is incomplete; {EntryExpectation}");
        SafetensorsType elementType = ReadType(name, type.GetString()!);
        ImmutableArray<int> sizes = ReadShape(name, shape);
        (long begin, long end) = ReadOffsets(name, offsets);

        Int128 bytes = sizes.Contains(0) ? 0 : SafetensorsTensor.SizeOf(elementType);
        foreach (int size in sizes)
        {
            bytes *= size;
            if (bytes > _dataLength)
                break; // too much already, and further factors might overflow
        }
        if (bytes != end - begin)
            throw Damaged(name,
                $"has shape [{string.Join(", ", sizes)}] of {elementType} and {end - begin} bytes; expected shape and bytes to agree");
        return new Entry(name, elementType, sizes, begin, end);
    }

    private SafetensorsType ReadType(string name, string text) =>
        Enum.TryParse(text, ignoreCase: false, out SafetensorsType type) && Enum.GetName(type) == text
            ? type
            : throw Damaged(name, $"has dtype '{text}'; expected one of {string.Join(", ", Enum.GetNames<SafetensorsType>())}");

    private ImmutableArray<int> ReadShape(string name, JsonElement shape)
    {
        if (shape.ValueKind != JsonValueKind.Array)
            throw Damaged(name, $"has a JSON {shape.ValueKind} as its shape; expected an array of sizes");
        var sizes = ImmutableArray.CreateBuilder<int>(shape.GetArrayLength());
        foreach (JsonElement size in shape.EnumerateArray())
        {
            if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out int value) || value < 0)
                throw Damaged(name, $"has the size {size.GetRawText()} in its shape; expected an integer from 0 to {int.MaxValue}");
            sizes.Add(value);
        }
        return sizes.ToImmutable();
    }

    private (long Begin, long End) ReadOffsets(string name, JsonElement offsets)
    {
        if (offsets.ValueKind != JsonValueKind.Array || offsets.GetArrayLength() != 2
            || offsets[0].ValueKind != JsonValueKind.Number || !offsets[0].TryGetInt64(out long begin)
            || offsets[1].ValueKind != JsonValueKind.Number || !offsets[1].TryGetInt64(out long end))
            throw Damaged(name, $"has data_offsets {offsets.GetRawText()}; expected two integers");
        if (begin < 0 || end < begin || end > _dataLength)
            throw Damaged(name,
                $"has data_offsets [{begin}, {end}]; expected them in order and within the file's {_dataLength} bytes of data");
        return (begin, end);
    }

    // The format leaves no gaps and no overlaps: sorted by offset, each tensor begins where the one before ends.
    private void CheckCoverage()
    {
        long position = 0;
        foreach (Entry entry in Entries.OrderBy(static e => e.Begin).ThenBy(static e => e.End))
        {
            if (entry.Begin != position)
                throw Damaged(entry.Name,
                    $"begins at data offset {entry.Begin}, which " +
                    $"{(entry.Begin < position ? "overlaps the tensor before" : "leaves a gap")}; expected {position}");
            position = entry.End;
        }
        if (position != _dataLength)
            throw new InvalidDataException(
                $"{_path}: the file has {_dataLength} bytes of data; expected the {position} that its header names");
    }

    private InvalidDataException Damaged(string name, string what) => new($"{_path}: tensor '{name}' {what}");
}
