using System.Text;

namespace L2O.Testing.Data;

/// <summary>Builds small npy files.</summary>
internal static class NpyBytes
{
    public static byte[] Of(string type, string shape, byte[] values, byte version = 1) =>
        [.. Prefix(version, $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}"), .. values];

    public static byte[] Prefix(byte version, string header)
    {
        int start = version == 1 ? 10 : 12, padded = (start + header.Length + 1 + 63) / 64 * 64 - start;
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)padded) : BitConverter.GetBytes(padded);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. Encoding.Latin1.GetBytes(header.PadRight(padded - 1) + "\n")];
    }
}
