using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace L2O.Data.Formats;

/// <summary>
/// What an npy file's header says: a Python dictionary of exactly the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>.
/// </summary>
/// <param name="Type">Type of the values, without the byte order: f2, f4, f8, i1 to i8, u1 to u8, b1.</param>
/// <param name="Shape">Sizes of the dimensions, each positive; at least one.</param>
internal sealed partial record NpyHeader(string Type, ImmutableArray<int> Shape)
{
    private const int MaxDimensions = 32;
    private const string Entry = @"('\w*'|""\w*"")\s*:\s*('[^']*'|""[^""]*""|True|False|\([\d,\s]*\))";

    private static readonly string[] s_types = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "b1"];

    /// <summary>Bytes of a value.</summary>
    public int ItemBytes => Type[1] - '0';

    /// <summary>Reads a header.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="offset">Where in it the header begins.</param>
    /// <param name="text">The header.</param>
    /// <exception cref="InvalidDataException">It is malformed, or of a kind that is not read.</exception>
    public static NpyHeader Parse(string path, int offset, string text)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        Match dictionary = Dictionary().Match(text);
        foreach (Capture entry in dictionary.Groups["entry"].Captures)
        {
            int colon = entry.Value.IndexOf(':', StringComparison.Ordinal);
            if (!values.TryAdd(entry.Value[..colon].Trim().Trim('\'', '"'), entry.Value[(colon + 1)..].Trim()))
                throw Damaged("a key occurs twice; expected each once");
        }
        if (!dictionary.Success || values.Count != 3 || !values.TryGetValue("descr", out string? type)
            || !values.TryGetValue("fortran_order", out string? order) || !values.TryGetValue("shape", out string? shape))
            throw Damaged($"the header is {Shorten(text)}; expected {{'descr': '<f4', 'fortran_order': False, 'shape': (...), }}");
        if (order != "False")
            throw Damaged($"fortran_order is {order}; expected False, values in C order (numpy.ascontiguousarray)");
        return new NpyHeader(ParseType(type, Damaged), ParseShape(shape, Damaged));

        InvalidDataException Damaged(string complaint) => new($"{path}, byte {offset}: {complaint}");
    }

    private static string ParseType(string quoted, Func<string, InvalidDataException> damaged)
    {
        string name = quoted.Trim('\'', '"');
        bool isByte = name is "|u1" or "|i1" or "|b1";
        return (isByte || name is ['<', ..]) && s_types.Contains(name[1..])
            ? name[1..]
            : throw damaged(
                $"the values' type is {Shorten(quoted)}; expected '<f2', '<f4', '<f8', '|b1', or integers '|u1', '|i1', '<i2' to '<u8'");
    }

    private static ImmutableArray<int> ParseShape(string tuple, Func<string, InvalidDataException> damaged)
    {
        string[] sizes = [.. tuple[1..^1].Split(',').Select(static size => size.Trim())];
        if (sizes is [.., ""])
            sizes = sizes[..^1];
        if (sizes.Length is 0 or > MaxDimensions)
            throw damaged($"the shape is {Shorten(tuple)}; expected 1 to {MaxDimensions} dimensions, the first of which counts samples");
        return [.. sizes.Select(Size)];

        int Size(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? number
            : throw damaged($"the shape is {Shorten(tuple)}; expected sizes from 1 to {int.MaxValue}");
    }

    private static string Shorten(string text)
    {
        string line = string.Concat(text.Select(static character => char.IsControl(character) ? ' ' : character)).Trim();
        return line.Length <= 100 ? line : line[..97] + "...";
    }

    /// <summary>
    /// Entries in braces: a key in quotes, a colon, and a text in quotes, True, False, or a tuple of digits. No two parts match the same
    /// characters, so that matching takes linear time.
    /// </summary>
    [GeneratedRegex(@"^\s*\{\s*(?<entry>" + Entry + @")(\s*,\s*(?<entry>" + Entry + @"))*\s*(,\s*)?\}\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Dictionary();
}
