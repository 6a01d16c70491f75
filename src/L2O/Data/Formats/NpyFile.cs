using System.Buffers.Binary;
using System.Text;
using L2O.Files;

namespace L2O.Data.Formats;

/// <summary>Reads NumPy's npy files of versions 1 to 3 in C order: little-endian floats, integers of any width and booleans.</summary>
internal static class NpyFile
{
    private const int MaxHeader = 1 << 16;
    private const int PrefixBytes = 8; // magic number and version
    private const int PartBytes = 1 << 16;

    /// <summary>Reads a whole file. Memory is bounded by the file's size, whatever its header claims.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is malformed, or of a kind that is not read; the message names the byte.</exception>
    /// <exception cref="IOException">It is missing or unreadable.</exception>
    public static NpyArray Read(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] prefix = new byte[PrefixBytes];
        Fill(stream, prefix, path, 0, "the magic number");
        if (prefix[0] != 0x93 || !prefix.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw Damaged(path, 0, $"the file does not begin with \\x93NUMPY; expected an npy file{ForeignFile.Note(path)}");
        if (prefix[6] is < 1 or > 3 || prefix[7] != 0)
            throw Damaged(path, 6, $"the version is {prefix[6]}.{prefix[7]}; expected 1.0, 2.0 or 3.0");
        byte[] lengthBytes = new byte[prefix[6] == 1 ? sizeof(ushort) : sizeof(uint)];
        Fill(stream, lengthBytes, path, PrefixBytes, "the header's length");
        uint length = lengthBytes.Length == sizeof(ushort) ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes)
            : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > MaxHeader)
            throw Damaged(path, PrefixBytes, $"the header claims {length} bytes; expected at most {MaxHeader}");
        byte[] headerBytes = new byte[length];
        int start = PrefixBytes + lengthBytes.Length;
        Fill(stream, headerBytes, path, start, "the header");
        NpyHeader header = NpyHeader.Parse(path, start, Encoding.Latin1.GetString(headerBytes));
        long count = 1;
        foreach (int size in header.Shape)
            count = count <= int.MaxValue / Math.Max(size, 1) ? count * size : throw Damaged(path, start,
                $"the shape ({string.Join(", ", header.Shape)}) has more than {int.MaxValue} values; expected fewer");
        long expected = start + length + count * header.ItemBytes;
        if (stream.Length != expected)
            throw Damaged(path, start + (int)length,
                $"the file has {stream.Length} bytes; expected {expected} for values of shape ({string.Join(", ", header.Shape)}) and "
                + $"type {header.Type}");
        float[] values = new float[count];
        ReadValues(stream, path, start + length, header, values);
        return new NpyArray(path, header.Shape, values, header.Type[0] is not 'f');
    }

    private static void ReadValues(FileStream stream, string path, long start, NpyHeader header, float[] values)
    {
        byte[] part = new byte[PartBytes];
        int perPart = PartBytes / header.ItemBytes;
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(perPart, values.Length - done);
            Span<byte> bytes = part.AsSpan(0, count * header.ItemBytes);
            Fill(stream, bytes, path, start + (long)done * header.ItemBytes, "the values");
            Convert(header.Type, bytes, values.AsSpan(done, count));
            done += count;
        }
    }

    private static void Convert(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = type switch
            {
                "f2" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(2 * i)..]),
                "f4" => BinaryPrimitives.ReadSingleLittleEndian(bytes[(4 * i)..]),
                "f8" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(8 * i)..]),
                "u1" or "b1" => bytes[i],
                "i1" => (sbyte)bytes[i],
                "u2" => BinaryPrimitives.ReadUInt16LittleEndian(bytes[(2 * i)..]),
                "i2" => BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]),
                "u4" => BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]),
                "i4" => BinaryPrimitives.ReadInt32LittleEndian(bytes[(4 * i)..]),
                "u8" => BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]),
                _ => BinaryPrimitives.ReadInt64LittleEndian(bytes[(8 * i)..]),
            };
    }

    private static void Fill(FileStream stream, Span<byte> destination, string path, long offset, string what)
    {
        int count = stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        if (count < destination.Length)
            throw Damaged(path, offset + count, $"the file ends inside {what}; expected {destination.Length - count} more bytes there");
    }

    private static InvalidDataException Damaged(string path, long offset, string complaint) => new($"{path}, byte {offset}: {complaint}");
}
