using System.Text;

namespace L2O.Files.Weights;

/// <summary>
/// The tree of arrays that flax writes (<c>flax.serialization.msgpack_serialize</c>): maps of msgpack, and each array an extension of type
/// 1 whose payload is msgpack again, [shape, type, bytes]. Names are joined by slashes.
/// </summary>
internal static class FlaxState
{
    private const int ArrayType = 1;
    private const int ScalarType = 3;
    private const int MaxDimensions = 16;

    /// <summary>Whether a file begins like a map of msgpack that is not empty.</summary>
    public static bool Begins(ReadOnlySpan<byte> start) => start.Length > 0 && start[0] is (> 0x80 and < 0x90) or 0xde or 0xdf;

    /// <summary>Reads all arrays.</summary>
    /// <param name="path">For messages.</param>
    /// <param name="bytes">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged; the message says where.</exception>
    public static WeightFile Read(string path, byte[] bytes)
    {
        const string format = "a flax state (msgpack)";
        var cursor = new ByteCursor(path, bytes);
        var tensors = new TensorCollector(path, bytes.Length, '/');
        ReadValue(cursor, bytes, path, tensors, "", 0);
        if (cursor.Left > 0)
            throw cursor.Damaged(cursor.Position, $"{cursor.Left} bytes follow the map; expected the end of the file");
        return new WeightFile(format, tensors.ToFile(format), tensors.LeftOut);
    }

    private static void ReadValue(ByteCursor cursor, byte[] bytes, string path, TensorCollector tensors, string name, int depth)
    {
        int at = cursor.Position;
        MsgpackToken token = MsgpackReader.Next(cursor);
        switch (token.Kind)
        {
            case MsgpackKind.Map:
                for (long pair = 0; pair < token.Number; pair++)
                    ReadValue(cursor, bytes, path, tensors, tensors.NameOf(name, Key(cursor, bytes), depth), depth + 1);
                break;
            case MsgpackKind.Array:
                for (long item = 0; item < token.Number; item++)
                    ReadValue(cursor, bytes, path, tensors, tensors.NameOf(name, $"{item}", depth), depth + 1);
                break;
            case MsgpackKind.Extension when token.Type is ArrayType or ScalarType:
                ReadArray(new ByteCursor(path, bytes, token.Start, token.Start + (int)token.Number), bytes, tensors, name);
                break;
            case MsgpackKind.Extension:
                throw cursor.Damaged(at, $"'{name}' is an extension of type {token.Type}; expected {ArrayType}, flax's arrays");
            default:
                tensors.LeftOut++;
                break;
        }
    }

    private static string Key(ByteCursor cursor, byte[] bytes)
    {
        int at = cursor.Position;
        MsgpackToken key = MsgpackReader.Next(cursor);
        return key.Kind == MsgpackKind.Text ? Encoding.UTF8.GetString(bytes, key.Start, (int)key.Number)
            : throw cursor.Damaged(at, $"a key is of kind {key.Kind}; expected a text");
    }

    private static void ReadArray(ByteCursor cursor, byte[] bytes, TensorCollector tensors, string name)
    {
        int at = cursor.Position;
        MsgpackToken parts = MsgpackReader.Next(cursor), shape = parts.Kind == MsgpackKind.Array && parts.Number == 3
            ? MsgpackReader.Next(cursor) : default;
        if (shape.Kind != MsgpackKind.Array || shape.Number > MaxDimensions)
            throw cursor.Damaged(at, $"array '{name}' is not shape, type and bytes; expected the three");
        long[] sizes = new long[shape.Number];
        for (int i = 0; i < sizes.Length; i++)
            sizes[i] = MsgpackReader.Next(cursor) is { Kind: MsgpackKind.Integer, Number: var size } ? size
                : throw cursor.Damaged(at, $"array '{name}' has a shape that is no list of integers; expected one");
        MsgpackToken type = MsgpackReader.Next(cursor), content = MsgpackReader.Next(cursor);
        if (type.Kind != MsgpackKind.Text || content.Kind != MsgpackKind.Binary || cursor.Left > 0)
            throw cursor.Damaged(at, $"array '{name}' is not shape, type and bytes; expected the three");
        tensors.AddCopy(name, Encoding.UTF8.GetString(bytes, type.Start, (int)type.Number), sizes,
            bytes.AsSpan(content.Start, (int)content.Number));
    }
}
