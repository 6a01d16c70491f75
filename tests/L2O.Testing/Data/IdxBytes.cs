using System.Buffers.Binary;

namespace L2O.Testing.Data;

/// <summary>Builds small IDX files.</summary>
internal static class IdxBytes
{
    public static byte[] Of(int[] shape, params ReadOnlySpan<byte> values)
    {
        byte[] bytes = new byte[4 + 4 * shape.Length + values.Length];
        bytes[2] = 0x08;
        bytes[3] = (byte)shape.Length;
        for (int d = 0; d < shape.Length; d++)
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 + 4 * d), shape[d]);
        values.CopyTo(bytes.AsSpan(4 + 4 * shape.Length));
        return bytes;
    }

    /// <summary>Images of 2x3 pixels: 0, 1, 2, ...</summary>
    public static byte[] Images(int count) => Of([count, 2, 3], Counting(count * 6));

    /// <summary>Labels 0, 1, ..., 9, 0, ...</summary>
    public static byte[] Labels(int count) => Of([count], [.. Counting(count).Select(static value => (byte)(value % 10))]);

    public static byte[] With(byte[] bytes, int offset, byte value)
    {
        byte[] changed = [.. bytes];
        changed[offset] = value;
        return changed;
    }

    private static byte[] Counting(int count) => [.. Enumerable.Range(0, count).Select(static i => (byte)i)];
}
