using System.Globalization;

namespace L2O.Data.Formats;

/// <summary>A column without gaps whose cells are all numbers, or all categories.</summary>
internal sealed class TypedColumn
{
    private static readonly HashSet<string> s_missing = new(StringComparer.OrdinalIgnoreCase) { "", "NA", "N/A", "NaN", "null", "?" };

    private TypedColumn(double[]? numbers, string[]? texts) => (Numbers, Texts) = (numbers, texts);

    /// <summary>(row); null where the column holds texts.</summary>
    public double[]? Numbers { get; }

    /// <summary>(row); null where the column holds numbers.</summary>
    public string[]? Texts { get; }

    /// <summary>Finds out which of both a column is.</summary>
    /// <param name="data">The table.</param>
    /// <param name="column">One of its columns.</param>
    /// <param name="asTexts">Whether it is known to hold texts, even if all of these look like numbers.</param>
    /// <exception cref="InvalidDataException">A value is missing or infinite, or one is a text where most are numbers.</exception>
    public static TypedColumn Of(TabularData data, TabularColumn column, bool asTexts = false)
    {
        if (column.Numbers is { } given)
            return new TypedColumn(CheckNumbers(data, column.Name, given), null);
        if (column.Name.Any(char.IsControl))
            throw new InvalidDataException($"{data.Source}: column '{Shorten(column.Name)}' has a control character in its name; expected "
                + "names of one line");
        string?[] texts = column.Texts!;
        double[] numbers = new double[texts.Length];
        int parsed = 0, firstText = -1;
        for (int row = 0; row < texts.Length; row++)
        {
            string text = texts[row]?.Trim() ?? "";
            if (s_missing.Contains(text))
                throw data.Error(row, column.Name, $"the value is missing{(text.Length > 0 ? $" ('{text}')" : "")}; expected a number or "
                    + "a text in every row");
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[row]))
                parsed++;
            else if (firstText < 0)
                firstText = row;
        }
        if (firstText < 0 && !asTexts)
            return new TypedColumn(CheckNumbers(data, column.Name, numbers), null);
        return asTexts || parsed <= texts.Length / 2
            ? new TypedColumn(null, OneLined(data, column.Name, texts))
            : throw data.Error(firstText, column.Name,
                $"'{Shorten(texts[firstText]!)}' is no number; expected one, as in most of this column's rows");
    }

    /// <summary>The beginning of a text that may be long.</summary>
    public static string Shorten(string text)
    {
        string shown = string.Concat(text.Select(static one => char.IsControl(one) ? '?' : one));
        return shown.Length <= 40 ? shown : shown[..37] + "...";
    }

    private static string[] OneLined(TabularData data, string name, string?[] texts)
    {
        string[] trimmed = Array.ConvertAll(texts, static text => text!.Trim());
        int row = Array.FindIndex(trimmed, static text => text.Any(char.IsControl));
        return row < 0 ? trimmed
            : throw data.Error(row, name, $"'{Shorten(trimmed[row])}' has a control character; expected texts of one line");
    }

    private static double[] CheckNumbers(TabularData data, string name, double[] numbers)
    {
        for (int row = 0; row < numbers.Length; row++)
            if (!double.IsFinite(numbers[row]))
                throw data.Error(row, name, $"the value is {(double.IsNaN(numbers[row]) ? "missing" : "infinite")}; expected a finite "
                    + "number");
        return numbers;
    }
}
