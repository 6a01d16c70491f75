using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace L2O.Files;

/// <summary>
/// Writes rows of a comma-separated table to a stream as they come, in the form of <see cref="CsvWriter"/>. Allocates nothing for a row.
/// </summary>
/// <param name="stream">Takes the bytes; not closed.</param>
/// <param name="hash">Gets the same bytes; null for none.</param>
internal sealed class CsvStream(Stream stream, IncrementalHash? hash = null)
{
    private const int Capacity = 1 << 15;
    private const int LongestNumber = 64;
    private const int BytesOfChar = 3; // at most, in UTF-8

    private readonly byte[] _buffer = new byte[Capacity];
    private int _used;
    private bool _inRow;

    /// <summary>Appends a text cell.</summary>
    /// <exception cref="ArgumentException">The text holds a control character.</exception>
    public CsvStream Add(string text) => AddCell(CsvWriter.Quote(text));

    /// <summary>Appends a text cell of somebody else's: line ends and the like stay, in quotes.</summary>
    public CsvStream AddForeign(string text) => text.Any(char.IsControl)
        ? AddCell($"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"") : Add(text);

    /// <summary>Appends a whole number.</summary>
    public CsvStream Add(int number)
    {
        Separate(LongestNumber);
        if (number.TryFormat(_buffer.AsSpan(_used), out int written, default, CultureInfo.InvariantCulture))
            _used += written;
        return this;
    }

    /// <summary>Appends a number; an empty cell for NaN.</summary>
    public CsvStream Add(double number)
    {
        Separate(LongestNumber);
        if (!double.IsNaN(number) && number.TryFormat(_buffer.AsSpan(_used), out int written, "R", CultureInfo.InvariantCulture))
            _used += written;
        return this;
    }

    /// <summary>Appends a number with the digits of single precision; an empty cell for NaN.</summary>
    public CsvStream AddSingle(float number)
    {
        Separate(LongestNumber);
        if (!float.IsNaN(number) && number.TryFormat(_buffer.AsSpan(_used), out int written, "R", CultureInfo.InvariantCulture))
            _used += written;
        return this;
    }

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        Reserve(1);
        _buffer[_used++] = (byte)'\n';
        _inRow = false;
    }

    /// <summary>Hands all on to the stream.</summary>
    public void Flush()
    {
        Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }

    private CsvStream AddCell(string cell)
    {
        Separate(cell.Length * BytesOfChar);
        if (cell.Length * BytesOfChar + 1 <= Capacity)
        {
            _used += Encoding.UTF8.GetBytes(cell, _buffer.AsSpan(_used));
            return this;
        }
        Flush();
        Write(Encoding.UTF8.GetBytes(cell));
        return this;
    }

    private void Separate(int bytes)
    {
        Reserve(bytes + 1);
        if (_inRow)
            _buffer[_used++] = (byte)',';
        _inRow = true;
    }

    private void Reserve(int bytes)
    {
        if (_used + bytes > Capacity)
            Flush();
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        stream.Write(bytes);
        hash?.AppendData(bytes);
    }
}
