using System.Globalization;

namespace L2O.Files;

/// <summary>One row of a table, and where it was read, for messages.</summary>
/// <param name="path">The file.</param>
/// <param name="line">Line of the file, from 1.</param>
/// <param name="header">Names of the columns.</param>
/// <param name="cells">As many as there are columns.</param>
internal sealed class CsvRow(string path, int line, IReadOnlyList<string> header, IReadOnlyList<string> cells)
{
    /// <summary>Whether a cell has no content.</summary>
    internal bool IsEmpty(int column) => cells[column].Length == 0;

    /// <summary>A cell that may not be empty.</summary>
    /// <exception cref="InvalidDataException">It is empty.</exception>
    internal string Text(int column) => cells[column].Length > 0 ? cells[column] : throw Error(column, "a name");

    /// <summary>A whole number of at least <paramref name="least"/>.</summary>
    /// <exception cref="InvalidDataException">The cell holds none.</exception>
    internal int Integer(int column, int least) =>
        int.TryParse(cells[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value
            : throw Error(column, $"a whole number of at least {least}");

    /// <summary>A number; NaN for an empty cell.</summary>
    /// <exception cref="InvalidDataException">The cell holds something else.</exception>
    internal double Number(int column)
    {
        if (cells[column].Length == 0)
            return double.NaN;
        return double.TryParse(cells[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && !double.IsNaN(value)
            ? value
            : throw Error(column, "a number or nothing");
    }

    /// <summary>1 or 0.</summary>
    /// <exception cref="InvalidDataException">The cell holds something else.</exception>
    internal bool Flag(int column) => cells[column] switch
    {
        "1" => true,
        "0" => false,
        _ => throw Error(column, "1 or 0"),
    };

    /// <summary>The error to throw for a cell.</summary>
    /// <param name="column">Its column, from 0.</param>
    /// <param name="expected">What it should have been.</param>
    internal InvalidDataException Error(int column, string expected) =>
        new($"{path}, line {line}: {header[column]} is '{cells[column]}'; expected {expected}");
}
