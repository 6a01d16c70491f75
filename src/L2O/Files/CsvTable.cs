namespace L2O.Files;

/// <summary>Reads a comma-separated table whose header is known, one line a row.</summary>
internal static class CsvTable
{
    /// <summary>Yields the rows one by one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="header">The names of the columns that it must have, in this order.</param>
    /// <param name="earlier">
    /// Earlier forms of the table, which are read too: for each of these columns its name there; null where that has none, and the cells
    /// are empty.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The header differs, or a row has another number of cells or a broken quote.</exception>
    internal static IEnumerable<CsvRow> Read(string path, IReadOnlyList<string> header, params string?[][] earlier)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"{path}: no such file; a table with the columns {string.Join(',', header)} was expected",
                path);
        return Rows(path, header, earlier);
    }

    private static IEnumerable<CsvRow> Rows(string path, IReadOnlyList<string> header, string?[][] earlier)
    {
        // a run may replace it meanwhile
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        RequireLineEnd(path, stream);
        using var reader = new StreamReader(stream);
        string expected = string.Join(',', header);
        string? first = reader.ReadLine();
        string?[]? form = first == expected ? [.. header]
            : earlier.FirstOrDefault(names => string.Join(',', names.OfType<string>()) == first);
        if (form is null)
            throw new InvalidDataException($"{path}, line 1: the header is {Shorten(first)}; expected {expected}");
        string[] names = [.. form.OfType<string>()];
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            List<string> cells = Split(text) ?? throw new InvalidDataException(
                $"{path}, line {line}: {Shorten(text)} has an unfinished or misplaced quote; expected cells like a,b or \"a,b\"");
            if (cells.Count != names.Length)
                throw new InvalidDataException(
                    $"{path}, line {line}: {cells.Count} cells; expected {names.Length} ({string.Join(',', names)})");
            yield return new CsvRow(path, line, header, first == expected ? cells : Filled(cells, form));
        }
    }

    /// <summary>The cells of an earlier form, with empty ones for the columns that it lacks.</summary>
    private static List<string> Filled(List<string> cells, IReadOnlyList<string?> earlier)
    {
        int next = 0;
        return [.. earlier.Select(name => name is null ? "" : cells[next++])];
    }

    /// <summary>A table cut off inside a number would otherwise read as another number.</summary>
    private static void RequireLineEnd(string path, FileStream stream)
    {
        if (stream.Length == 0)
            throw new InvalidDataException($"{path}: the file is empty; expected a header line");
        stream.Seek(-1, SeekOrigin.End);
        if (stream.ReadByte() != '\n')
            throw new InvalidDataException(
                $"{path}: the file is cut off within its last line; expected a line end at offset {stream.Length - 1}");
        stream.Seek(0, SeekOrigin.Begin);
    }

    /// <summary>The cells of one line; null where its quotes make no sense.</summary>
    private static List<string>? Split(string line)
    {
        var cells = new List<string>();
        int at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                int end = ClosingQuote(line, at + 1);
                if (end < 0 || (end + 1 < line.Length && line[end + 1] != ','))
                    return null;
                cells.Add(line[(at + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                at = end + 1;
            }
            else
            {
                int comma = line.IndexOf(',', at);
                int end = comma < 0 ? line.Length : comma;
                cells.Add(line[at..end]);
                at = end;
            }
            if (at >= line.Length)
                return cells;
            at++;
        }
    }

    private static int ClosingQuote(string line, int from)
    {
        for (int at = from; at < line.Length; at++)
        {
            if (line[at] != '"')
                continue;
            if (at + 1 < line.Length && line[at + 1] == '"')
                at++;
            else
                return at;
        }
        return -1;
    }

    private static string Shorten(string? text) => text is null ? "missing" : text.Length <= 80 ? $"'{text}'" : $"'{text[..77]}...'";
}
