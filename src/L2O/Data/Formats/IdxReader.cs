using System.Buffers.Binary;
using System.Collections.Immutable;
using L2O.Files;

namespace L2O.Data.Formats;

/// <summary>
/// Reads IDX files of unsigned bytes, the format of MNIST and Fashion-MNIST: two zero bytes, a type byte, the number of
/// dimensions, the big-endian size of each, then the values row-major. Plain or gzip, told apart by content.
/// Every complaint names the file, the byte offset in the uncompressed stream and what was expected.
/// </summary>
internal static class IdxReader
{
    private const int UnsignedByte = 0x08;
    private const int MagicBytes = 4;
    private const int SizeBytes = 4;

    /// <summary>Offset of the first value in the uncompressed stream.</summary>
    /// <param name="dimensions">Number of dimensions: 3 for images, 1 for labels.</param>
    public static int HeaderBytes(int dimensions) => MagicBytes + SizeBytes * dimensions;

    /// <summary>Reads a whole file. Memory is bounded by what the caller expects, whatever the header claims.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxItems">Most items (first dimension) that are accepted; at least 1.</param>
    /// <param name="itemShape">The dimensions behind the first: (height, width) for images, none for labels.</param>
    /// <exception cref="InvalidDataException">Not such a file, truncated, or longer than its header says.</exception>
    /// <exception cref="IOException">The file is missing or unreadable.</exception>
    public static IdxArray Read(string path, int maxItems, params ReadOnlySpan<int> itemShape)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxItems);
        using Stream stream = GzipContent.Open(path);
        return ReadStream(stream, path, maxItems, itemShape);
    }

    private static IdxArray ReadStream(Stream stream, string path, int maxItems, ReadOnlySpan<int> itemShape)
    {
        int dimensions = itemShape.Length + 1;
        byte[] header = new byte[HeaderBytes(dimensions)];
        // The magic number first: with another number of dimensions the header has another length.
        Fill(stream, header.AsSpan(0, MagicBytes), path, 0, "the magic number");
        CheckMagic(header, path, dimensions);
        Fill(stream, header.AsSpan(MagicBytes), path, MagicBytes, "the dimension sizes");
        ImmutableArray<int> shape = CheckShape(header, path, maxItems, itemShape);

        long length = 1;
        foreach (int size in shape)
            length = checked(length * size);
        byte[] values = new byte[checked((int)length)];
        Fill(stream, values, path, header.Length, $"the values of shape [{string.Join(", ", shape)}]");
        long end = header.Length + length;
        if (ReadSome(stream, header.AsSpan(0, 1), path, end) != 0)
            throw Damaged(path, end, $"there are bytes behind the last value; expected the end of the file after {end} bytes");
        if (!GzipContent.EndsWithLength(path, end))
            throw Damaged(path, end, $"the gzip stream lacks its end; expected a trailer that says {end} bytes");
        return new IdxArray(shape, values);
    }

    private static void CheckMagic(ReadOnlySpan<byte> header, string path, int dimensions)
    {
        if ((header[0] | header[1]) != 0)
            throw Damaged(path, 0, $"the file begins with 0x{header[0]:x2} 0x{header[1]:x2}; expected 0x00 0x00 (IDX) or 0x1f 0x8b (gzip)"
                + ForeignFile.Note(path));
        if (header[2] != UnsignedByte)
            throw Damaged(path, 2, $"the type byte is 0x{header[2]:x2}; expected 0x08 (unsigned byte)");
        if (header[3] != dimensions)
            throw Damaged(path, 3, $"the file has {header[3]} dimensions; expected {dimensions}");
    }

    private static ImmutableArray<int> CheckShape(ReadOnlySpan<byte> header, string path, int maxItems, ReadOnlySpan<int> itemShape)
    {
        var shape = ImmutableArray.CreateBuilder<int>(itemShape.Length + 1);
        for (int d = 0; d <= itemShape.Length; d++)
        {
            int offset = MagicBytes + SizeBytes * d;
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[offset..]);
            if (d == 0 && (size == 0 || size > (uint)maxItems))
                throw Damaged(path, offset, $"the file claims {size} items; expected 1..{maxItems}");
            if (d > 0 && size != (uint)itemShape[d - 1])
                throw Damaged(path, offset, $"dimension {d + 1} has size {size}; expected {itemShape[d - 1]}");
            shape.Add((int)size);
        }
        return shape.MoveToImmutable();
    }

    private static void Fill(Stream stream, Span<byte> destination, string path, long offset, string what)
    {
        int filled = 0;
        while (filled < destination.Length)
        {
            int count = ReadSome(stream, destination[filled..], path, offset + filled);
            if (count == 0)
                throw Damaged(path, offset + filled,
                    $"the file ends inside {what}; expected {destination.Length - filled} more bytes there");
            filled += count;
        }
    }

    private static int ReadSome(Stream stream, Span<byte> destination, string path, long offset)
    {
        try
        {
            return stream.Read(destination);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{path}, byte {offset}: the gzip stream is damaged; expected intact gzip data", failure);
        }
    }

    private static InvalidDataException Damaged(string path, long offset, string complaint) => new($"{path}, byte {offset}: {complaint}");
}
