using L2O.Data.Fitted;
using L2O.Numerics;

namespace L2O.Data.Formats;

/// <summary>
/// How a table's column becomes features: a number one, shifted and scaled; a text one for each category, 1 for its own and 0 for the
/// others.
/// </summary>
internal sealed class ColumnEncoding
{
    /// <summary>Most categories that a column of texts may have.</summary>
    private const int MaxCategories = 256;

    private readonly string _name;
    private readonly double _mean, _scale;
    private readonly Dictionary<string, int>? _categories;

    /// <param name="column">What was fitted.</param>
    public ColumnEncoding(EncodedColumn column)
    {
        (Column, _name, _mean, _scale) = (column, column.Name, column.Mean, column.Scale);
        _categories = column.Categories is { } categories ? Numbered(categories) : null;
    }

    /// <summary>What was fitted.</summary>
    public EncodedColumn Column { get; }

    /// <summary>Whether the column holds texts.</summary>
    public bool IsCategorical => _categories is not null;

    /// <summary>Features that the column becomes.</summary>
    public int Size => Column.FeatureCount();

    /// <summary>Fits a column: mean and deviation are those of the training rows, categories those of all rows, in ordinal order.</summary>
    /// <param name="data">The table that training rows come from.</param>
    /// <param name="name">The column.</param>
    /// <param name="column">Its cells.</param>
    /// <param name="trainRows">Rows of the training split.</param>
    /// <param name="standardize">Whether numbers are shifted and scaled.</param>
    /// <exception cref="InvalidDataException">There are too many categories.</exception>
    public static ColumnEncoding Fit(TabularData data, string name, TypedColumn column, int[] trainRows, bool standardize)
    {
        if (column.Texts is { } texts)
            return new ColumnEncoding(new EncodedColumn(name, 0, 1, [.. Categories(data, name, texts).Keys]));
        if (!standardize)
            return new ColumnEncoding(new EncodedColumn(name, 0, 1));
        double mean = 0, sum = 0;
        int count = 0;
        foreach (int row in trainRows)
        {
            double distance = column.Numbers![row] - mean;
            mean += distance / ++count;
            sum += distance * (column.Numbers[row] - mean);
        }
        double deviation = Math.Sqrt(sum / count);
        bool varies = deviation > 0 && double.IsFinite(deviation);
        return new ColumnEncoding(new EncodedColumn(name, mean, varies ? deviation : 1)); // a constant column becomes zeros
    }

    /// <summary>The different texts of a column, in ordinal order, with their numbers.</summary>
    /// <exception cref="InvalidDataException">There are too many.</exception>
    public static Dictionary<string, int> Categories(TabularData data, string name, string[] texts)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (int row = 0; row < texts.Length; row++)
            if (found.Add(texts[row]) && found.Count > MaxCategories)
                throw data.Error(row, name, $"'{TypedColumn.Shorten(texts[row])}' is another text behind {MaxCategories} different ones; "
                    + $"expected numbers, or at most {MaxCategories} categories");
        return Numbered(found.Order(StringComparer.Ordinal));
    }

    /// <summary>Texts with their numbers, in their order.</summary>
    public static Dictionary<string, int> Numbered(IEnumerable<string> texts) =>
        texts.Select(static (text, index) => (text, index)).ToDictionary(static pair => pair.text, static pair => pair.index,
            StringComparer.Ordinal);

    /// <summary>The number of a category.</summary>
    /// <exception cref="InvalidDataException">The text is none of them.</exception>
    public static int Find(Dictionary<string, int> categories, TabularData data, int row, string name, string text)
    {
        if (categories.TryGetValue(text, out int index))
            return index;
        string near = NearestName.Find(text, categories.Keys) is { } other ? $"; did you mean '{other}'?" : "";
        throw data.Error(row, name, $"'{TypedColumn.Shorten(text)}' does not occur in the training file; expected one of its "
            + $"{categories.Count} texts{near}");
    }

    /// <summary>Writes a cell's features.</summary>
    /// <param name="data">The table, for messages.</param>
    /// <param name="column">This column's cells.</param>
    /// <param name="row">Which cell.</param>
    /// <param name="features"><see cref="Size"/> long; overwritten.</param>
    /// <exception cref="InvalidDataException">
    /// The cell is a text and was fitted as a number or the other way round, is an unknown category, or does not fit single precision.
    /// </exception>
    public void Write(TabularData data, TypedColumn column, int row, Span<float> features)
    {
        if (_categories is null != column.Texts is null)
            throw data.Error(0, _name, $"the column holds {(column.Texts is null ? "numbers" : "texts")}; expected "
                + $"{(_categories is null ? "numbers" : "texts")} as in the training file");
        if (_categories is { } categories)
        {
            features.Clear();
            features[Find(categories, data, row, _name, column.Texts![row])] = 1;
            return;
        }
        features[0] = (float)((column.Numbers![row] - _mean) / _scale);
        if (!float.IsFinite(features[0]))
            throw data.Error(row, _name, $"{column.Numbers[row]:R} is too large for single precision; expected smaller numbers, or "
                + "standardize=true");
    }
}
