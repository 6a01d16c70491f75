using System.Buffers.Binary;
using System.Text;

namespace L2O.Testing.Files;

/// <summary>Builds small states of flax: maps of msgpack, arrays as extensions of type 1.</summary>
internal static class FlaxBytes
{
    public static byte[] Of(params WeightTensor[] tensors) => Tree(tensors, 0);

    /// <summary>A map of up to 65,535 pairs.</summary>
    public static byte[] Map(params (string Key, byte[] Value)[] pairs) =>
        [.. pairs.Length < 16 ? [(byte)(0x80 | pairs.Length)] : (byte[])[0xde, .. Big(pairs.Length)],
            .. pairs.SelectMany(static pair => (byte[])[.. Text(pair.Key), .. pair.Value])];

    /// <summary>A text of up to 255 bytes.</summary>
    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text) is { Length: < 32 } little
        ? [(byte)(0xa0 | little.Length), .. little] : [0xd9, (byte)Encoding.UTF8.GetByteCount(text), .. Encoding.UTF8.GetBytes(text)];

    /// <summary>An array as flax writes it.</summary>
    public static byte[] Array(int[] shape, string type, byte[] content)
    {
        byte[] payload = [0x93, (byte)(0x90 | shape.Length), .. shape.SelectMany(static size => (byte[])[0xcd, .. Big(size)]),
            .. Text(type), .. Sized(0xc5, content.Length), .. content];
        return [.. Sized(0xc8, payload.Length), 1, .. payload];
    }

    // Two bytes of length, or four behind the next first byte.
    private static byte[] Sized(byte first, int length) => length <= ushort.MaxValue ? [first, .. Big(length)]
        : [(byte)(first + 1), (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private static byte[] Tree(IEnumerable<WeightTensor> tensors, int depth) =>
        Map([.. WeightTensor.Level(tensors, depth).Select(part =>
            (part.Key, part.Tensor is { } tensor ? Array(tensor.Shape, "float32", tensor.Content) : Tree(part.Inside, depth + 1)))]);

    private static byte[] Big(int value)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, checked((ushort)value));
        return bytes;
    }
}
