using System.Buffers.Binary;

namespace L2O.Files.Weights;

/// <summary>A place in the bytes of a file from elsewhere: nothing is read beyond the end, and messages say where it stands.</summary>
/// <param name="path">For messages.</param>
/// <param name="bytes">The file.</param>
/// <param name="start">Where it begins.</param>
/// <param name="end">Where it ends, exclusive.</param>
internal sealed class ByteCursor(string path, byte[] bytes, int start, int end)
{
    private const int WidestNumber = 8;

    /// <summary>At the beginning of a whole file.</summary>
    public ByteCursor(string path, byte[] bytes) : this(path, bytes, 0, bytes.Length)
    {
    }

    /// <summary>Offset of the next byte.</summary>
    public int Position { get; private set; } = start;

    /// <summary>Bytes up to the end.</summary>
    public int Left => end - Position;

    /// <summary>The next byte.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public byte Byte() => bytes[Skip(1)];

    /// <summary>Passes bytes over.</summary>
    /// <param name="count">As the file claims.</param>
    /// <returns>Offset of the first one.</returns>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public int Skip(long count)
    {
        if (count < 0 || count > Left)
            throw Damaged(Position, $"{count} bytes are claimed and {Left} are left; expected a whole file");
        int from = Position;
        Position += (int)count;
        return from;
    }

    /// <summary>The next bytes.</summary>
    /// <param name="count">As the file claims.</param>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(long count) => bytes.AsSpan(Skip(count), (int)count);

    /// <summary>The next bytes as an unsigned number, the highest first.</summary>
    /// <param name="width">1 to 8 bytes.</param>
    /// <exception cref="InvalidDataException">There are fewer, or it is above 2^63 - 1.</exception>
    public long BigEndian(int width)
    {
        Span<byte> wide = stackalloc byte[WidestNumber];
        Take(width).CopyTo(wide[(WidestNumber - width)..]);
        return NotNegative(BinaryPrimitives.ReadInt64BigEndian(wide));
    }

    /// <summary>The next bytes as an unsigned number, the lowest first.</summary>
    /// <param name="width">1 to 8 bytes.</param>
    /// <exception cref="InvalidDataException">There are fewer, or it is above 2^63 - 1.</exception>
    public long LittleEndian(int width)
    {
        Span<byte> wide = stackalloc byte[WidestNumber];
        Take(width).CopyTo(wide);
        return NotNegative(BinaryPrimitives.ReadInt64LittleEndian(wide));
    }

    /// <summary>The bytes up to the next line feed, which is passed over too.</summary>
    /// <exception cref="InvalidDataException">There is no line feed.</exception>
    public ReadOnlySpan<byte> Line()
    {
        int length = bytes.AsSpan(Position, Left).IndexOf((byte)'\n');
        if (length < 0)
            throw Damaged(Position, "a name has no end; expected a line feed behind it");
        return Take(length + 1)[..length];
    }

    /// <summary>A message about what lies at an offset.</summary>
    public InvalidDataException Damaged(int at, string what) => new($"{path}, offset {at}: {what}");

    private long NotNegative(long value) =>
        value >= 0 ? value : throw Damaged(Position - 1, "a number is above 2^63 - 1; expected a smaller one");
}
