using System.Buffers.Binary;

namespace L2O.Reporting.Figures.Drawing;

/// <summary>
/// Tells a PNG file how many pixels are an inch (chunk pHYs of the PNG specification, W3C), so that documents show it at its size on paper.
/// </summary>
internal static class PngResolution
{
    private const int HeaderEnd = 33; // 8 bytes of signature, then the header chunk: length, name, 13 bytes, checksum
    private const double MetersPerInch = 0.0254;
    private const uint Polynomial = 0xEDB88320; // of the checksum, bits reversed

    /// <summary>The file with the chunk behind its header.</summary>
    internal static byte[] Add(ReadOnlySpan<byte> png, int dotsPerInch)
    {
        Span<byte> chunk = stackalloc byte[21];
        uint perMetre = (uint)Math.Round(dotsPerInch / MetersPerInch);
        BinaryPrimitives.WriteUInt32BigEndian(chunk, 9);
        "pHYs"u8.CopyTo(chunk[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[8..], perMetre);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[12..], perMetre);
        chunk[16] = 1; // the unit is the metre
        BinaryPrimitives.WriteUInt32BigEndian(chunk[17..], Checksum(chunk[4..17]));
        return [.. png[..HeaderEnd], .. chunk, .. png[HeaderEnd..]];
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
        }
        return ~crc;
    }
}
