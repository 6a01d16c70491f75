namespace L2O.Files.Weights;

/// <summary>Reads msgpack (https://github.com/msgpack/msgpack/blob/master/spec.md) token by token, without building anything.</summary>
internal static class MsgpackReader
{
    /// <summary>The next token.</summary>
    /// <exception cref="InvalidDataException">The file ends within it, or its first byte is not in use.</exception>
    public static MsgpackToken Next(ByteCursor cursor)
    {
        int at = cursor.Position;
        byte first = cursor.Byte();
        return first switch
        {
            < 0x80 => new(MsgpackKind.Integer, first),
            < 0x90 => new(MsgpackKind.Map, first & 0x0f),
            < 0xa0 => new(MsgpackKind.Array, first & 0x0f),
            < 0xc0 => Bytes(cursor, MsgpackKind.Text, first & 0x1f),
            0xc0 or 0xc2 or 0xc3 => new(MsgpackKind.Other),
            0xc4 or 0xc5 or 0xc6 => Bytes(cursor, MsgpackKind.Binary, cursor.BigEndian(1 << (first - 0xc4))),
            0xc7 or 0xc8 or 0xc9 => Extension(cursor, cursor.BigEndian(1 << (first - 0xc7))),
            0xca => Other(cursor, 4),
            0xcb => Other(cursor, 8),
            >= 0xcc and <= 0xcf => new(MsgpackKind.Integer, cursor.BigEndian(1 << (first - 0xcc))),
            >= 0xd0 and <= 0xd3 => Signed(cursor, 1 << (first - 0xd0)),
            >= 0xd4 and <= 0xd8 => Extension(cursor, 1 << (first - 0xd4)),
            0xd9 or 0xda or 0xdb => Bytes(cursor, MsgpackKind.Text, cursor.BigEndian(1 << (first - 0xd9))),
            0xdc or 0xdd => new(MsgpackKind.Array, cursor.BigEndian(2 << (first - 0xdc))),
            0xde or 0xdf => new(MsgpackKind.Map, cursor.BigEndian(2 << (first - 0xde))),
            >= 0xe0 => new(MsgpackKind.Integer, (sbyte)first),
            _ => throw cursor.Damaged(at, $"a value begins with 0x{first:x2}; expected msgpack, which has no such values"),
        };
    }

    private static MsgpackToken Bytes(ByteCursor cursor, MsgpackKind kind, long length) => new(kind, length, cursor.Skip(length));

    private static MsgpackToken Extension(ByteCursor cursor, long length)
    {
        int type = (sbyte)cursor.Byte();
        return new(MsgpackKind.Extension, length, cursor.Skip(length), type);
    }

    private static MsgpackToken Other(ByteCursor cursor, int width)
    {
        cursor.Skip(width);
        return new(MsgpackKind.Other);
    }

    private static MsgpackToken Signed(ByteCursor cursor, int width)
    {
        long value = 0;
        ReadOnlySpan<byte> bytes = cursor.Take(width);
        for (int i = 0; i < width; i++)
            value = i == 0 ? (sbyte)bytes[0] : value << 8 | bytes[i];
        return new(MsgpackKind.Integer, value);
    }
}
