using System.Text;

namespace L2O.Data.Formats;

/// <summary>
/// Goes through the files of a tar archive (POSIX.1-1988 ustar: blocks of 512 bytes, a header in front of each entry). Reads plain files
/// alone and skips everything else, extended headers included, so that nothing is allocated for what a damaged header claims; the
/// platform's reader takes a gigabyte for a long name's length.
/// </summary>
/// <param name="content">The archive, from its start; stays open.</param>
internal sealed class TarArchive(Stream content)
{
    private const int BlockSize = 512;

    private readonly byte[] _block = new byte[BlockSize];
    private long _left; // bytes up to the next header

    /// <summary>Path of the present file.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Its length in bytes, as its header says.</summary>
    public long Length { get; private set; }

    /// <summary>Goes on to the next file.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="FormatException">A header is damaged.</exception>
    /// <exception cref="EndOfStreamException">The archive breaks off.</exception>
    public bool MoveNext()
    {
        while (ReadHeader())
            if (_block[156] is 0 or (byte)'0')
                return true;
        return false;
    }

    /// <summary>Reads the present file, once.</summary>
    /// <param name="bytes">As many as it is long; overwritten.</param>
    public void Read(Span<byte> bytes)
    {
        content.ReadExactly(bytes);
        _left -= bytes.Length;
    }

    private bool ReadHeader()
    {
        for (; _left > 0; _left -= Math.Min(_left, BlockSize))
            content.ReadExactly(_block.AsSpan(0, (int)Math.Min(_left, BlockSize)));
        int got = content.ReadAtLeast(_block, BlockSize, throwOnEndOfStream: false);
        if (got == 0 || (got == BlockSize && !_block.AsSpan().ContainsAnyExcept((byte)0)))
            return false;
        int sum = 0;
        for (int i = 0; i < got; i++)
            sum += i is >= 148 and < 156 ? ' ' : _block[i]; // the checksum itself counts as blanks
        if (got < BlockSize || Octal(148, 8) != sum)
            throw new FormatException("a header's checksum is wrong");
        Length = Octal(124, 12);
        _left = (Length + BlockSize - 1) / BlockSize * BlockSize;
        string folder = _block.AsSpan(257, 5).SequenceEqual("ustar"u8) ? Text(345, 155) : "";
        Name = folder.Length > 0 ? $"{folder}/{Text(0, 100)}" : Text(0, 100);
        return true;
    }

    private string Text(int start, int length)
    {
        ReadOnlySpan<byte> field = _block.AsSpan(start, length);
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private long Octal(int start, int length)
    {
        long value = 0;
        foreach (byte c in _block.AsSpan(start, length).Trim(" \0"u8))
            value = c is >= (byte)'0' and <= (byte)'7' ? (value << 3) | (uint)(c - '0')
                : throw new FormatException("a header has a number that is none");
        return value;
    }
}
