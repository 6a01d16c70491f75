using System.Globalization;
using System.Text;

namespace L2O.Files;

/// <summary>
/// Collects the rows of a comma-separated table (RFC 4180 quoting, invariant culture, shortest numbers that read back
/// to the same bits) and stores them all at once.
/// </summary>
internal sealed class CsvWriter
{
    private const int PartLength = 1 << 20; // no single text is long enough for the longest tables

    private readonly List<byte[]> _parts = [];
    private readonly StringBuilder _text = new();
    private readonly int _columns;
    private int _column;

    /// <summary>Starts a table with its header line.</summary>
    /// <param name="header">Names of the columns.</param>
    internal CsvWriter(IReadOnlyList<string> header)
    {
        _columns = header.Count;
        foreach (string name in header)
            Add(name);
    }

    /// <summary>Appends a text cell.</summary>
    /// <param name="text">One line; commas and quotes are allowed.</param>
    /// <exception cref="ArgumentException">The text holds a line break or another control character.</exception>
    internal CsvWriter Add(string text) => Cell(Quote(text));

    /// <summary>A text as a cell: in quotes where it needs them.</summary>
    /// <exception cref="ArgumentException">The text holds a line break or another control character.</exception>
    internal static string Quote(string text)
    {
        foreach (char c in text)
            if (char.IsControl(c))
                throw new ArgumentException(
                    $"cannot store '{OneLine.Of(text)}' in a CSV cell: a name without control characters was expected",
                        nameof(text));
        bool quoted = text.Contains(',') || text.Contains('"') || text.Length == 0 || char.IsWhiteSpace(text[0])
            || char.IsWhiteSpace(text[^1]);
        return quoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }

    /// <summary>Appends a whole number.</summary>
    internal CsvWriter Add(int number) => Cell(number.ToString(CultureInfo.InvariantCulture));

    /// <summary>Appends a whole number, or an empty cell.</summary>
    internal CsvWriter Add(int? number) => number is { } value ? Add(value) : Cell("");

    /// <summary>Appends a number; an empty cell for NaN.</summary>
    internal CsvWriter Add(double number) => Cell(double.IsNaN(number) ? "" : number.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>Appends 1 or 0.</summary>
    internal CsvWriter Add(bool flag) => Cell(flag ? "1" : "0");

    /// <summary>Stores the table, replacing a file of that name only once all of it is on disk.</summary>
    /// <param name="path">Where to.</param>
    internal void Save(string path)
    {
        EndPart();
        AtomicFile.Write(path, stream =>
        {
            foreach (byte[] part in _parts)
                stream.Write(part);
        });
    }

    private void EndPart()
    {
        _parts.Add(Encoding.UTF8.GetBytes(_text.ToString()));
        _text.Clear();
    }

    private CsvWriter Cell(string cell)
    {
        _text.Append(cell);
        _column = (_column + 1) % _columns;
        _text.Append(_column == 0 ? '\n' : ',');
        if (_text.Length >= PartLength && _column == 0)
            EndPart();
        return this;
    }
}
