using System.Text;
using L2O.Files;

namespace L2O.Data.Formats;

/// <summary>
/// Reads CSV files of any origin (RFC 4180): a header, cells in quotes that may hold separators, quotes and line ends, UTF-8, plain or
/// gzip. The separator is the first comma, semicolon or tab of the header.
/// </summary>
internal static class CsvFile
{
    private const int MaxCell = 1 << 20; // characters: a quote that is never closed must not eat the memory

    /// <summary>Reads a whole file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is malformed; the message names the line.</exception>
    /// <exception cref="IOException">It is missing or unreadable.</exception>
    public static TabularData Read(string path)
    {
        if (ForeignFile.Recognize(path) is { } kind && kind != ForeignFile.Gzip)
            throw new InvalidDataException($"{path}: the file is no table; expected a CSV file; it is {kind}");
        try
        {
            using Stream stream = Content(path);
            using var reader = new StreamReader(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true));
            return new Parsing(path, reader).Table();
        }
        catch (DecoderFallbackException failure)
        {
            throw new InvalidDataException($"{path}: the file has bytes that are no UTF-8; expected a CSV file in UTF-8", failure);
        }
        catch (InvalidDataException failure) when (!failure.Message.StartsWith(path, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{path}: the gzip stream is damaged; expected intact gzip data", failure);
        }
    }

    /// <summary>
    /// The uncompressed content. What is compressed is unpacked first: a stream that ends early looks like a whole one until its end is
    /// compared.
    /// </summary>
    private static Stream Content(string path)
    {
        Stream stream = GzipContent.Open(path);
        if (stream is FileStream)
            return stream;
        using (stream)
        {
            var content = new MemoryStream();
            stream.CopyTo(content);
            content.Position = 0;
            return GzipContent.EndsWithLength(path, content.Length)
                ? content
                : throw new InvalidDataException($"{path}: the gzip stream lacks its end; expected a trailer that says {content.Length} "
                    + "bytes");
        }
    }

    /// <summary>One pass over a file.</summary>
    private sealed class Parsing(string path, TextReader reader)
    {
        private readonly List<string> _row = [];
        private readonly StringBuilder _cell = new();
        private int _line = 1; // of the file, where the next character is
        private char _separator;

        public TabularData Table()
        {
            if (!ReadRow(isHeader: true))
                throw new InvalidDataException($"{path}: the file is empty; expected a header line with the names of the columns");
            string[] names = [.. _row.Select(static name => name.Trim())];
            List<string?>[] columns = [.. names.Select(static _ => new List<string?>())];
            var lines = new List<int>();
            for (int first = _line; ReadRow(isHeader: false); first = _line)
            {
                if (_row is [""] && names.Length > 1)
                    continue; // an empty line
                if (_row.Count != names.Length)
                    throw new InvalidDataException($"{path}, line {first}: {_row.Count} cells; expected {names.Length}, as in the header");
                for (int i = 0; i < names.Length; i++)
                    columns[i].Add(_row[i]);
                lines.Add(first);
            }
            return new TabularData(path, [.. names.Zip(columns, static (name, cells) => new TabularColumn(name, [.. cells]))], row =>
                $"line {lines[row]}");
        }

        /// <summary>Reads the cells of the next row; false at the end of the file.</summary>
        private bool ReadRow(bool isHeader)
        {
            _row.Clear();
            if (reader.Peek() < 0)
                return false;
            while (true)
            {
                int end = reader.Peek() == '"' ? QuotedCell() : PlainCell(isHeader);
                if (end == _separator && end > 0)
                    continue;
                if (end == '\r' && reader.Peek() == '\n')
                    reader.Read();
                _line++;
                return true;
            }
        }

        /// <summary>Reads a cell without quotes; gives the character that ended it, -1 for the end of the file.</summary>
        private int PlainCell(bool isHeader)
        {
            _cell.Clear();
            int next;
            while ((next = reader.Read()) is not (-1 or '\r' or '\n'))
            {
                if (IsSeparator(next, isHeader))
                    break;
                Append(next);
            }
            _row.Add(_cell.ToString());
            return next;
        }

        /// <summary>Reads a cell in quotes; gives the character that ended it, -1 for the end of the file.</summary>
        private int QuotedCell()
        {
            _cell.Clear();
            int first = _line;
            reader.Read();
            while (true)
            {
                int next = reader.Read();
                if (next < 0)
                    throw new InvalidDataException($"{path}, line {first}: a quote is never closed; expected one behind the cell");
                if (next == '\n')
                    _line++;
                if (next != '"')
                    Append(next);
                else if (reader.Peek() == '"')
                    Append(reader.Read());
                else
                    break;
            }
            _row.Add(_cell.ToString());
            int end = reader.Read();
            return end is -1 or '\r' or '\n' || IsSeparator(end, isHeader: _separator == 0)
                ? end
                : throw new InvalidDataException($"{path}, line {_line}: '{(char)end}' follows a closing quote; expected "
                    + $"{(_separator == 0 ? "a separator" : $"'{_separator}'")} or the end of the line");
        }

        private bool IsSeparator(int character, bool isHeader)
        {
            if (isHeader && _separator == 0 && character is ',' or ';' or '\t')
                _separator = (char)character;
            return character == _separator && _separator != 0;
        }

        private void Append(int character)
        {
            if (character == 0)
                throw new InvalidDataException($"{path}, line {_line}: there is a zero byte; expected text");
            if (_cell.Length >= MaxCell)
                throw new InvalidDataException($"{path}, line {_line}: a cell has more than {MaxCell} characters; expected shorter ones, "
                    + "is a quote never closed?");
            _cell.Append((char)character);
        }
    }
}
