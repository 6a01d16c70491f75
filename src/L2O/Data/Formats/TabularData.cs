namespace L2O.Data.Formats;

/// <summary>A table as read from a file, before it is made into numbers.</summary>
internal sealed class TabularData
{
    private readonly Func<int, string>? _place;

    /// <summary>Puts columns together.</summary>
    /// <param name="source">The file, for messages.</param>
    /// <param name="columns">At least one, all of the same length, no two of the same name.</param>
    /// <param name="place">Where a row, from 0, is in the file, e.g. <c>line 7</c>; null where there are no lines.</param>
    /// <exception cref="InvalidDataException">There is no column or row, lengths differ, or a name is empty or occurs twice.</exception>
    public TabularData(string source, IReadOnlyList<TabularColumn> columns, Func<int, string>? place = null)
    {
        ArgumentNullException.ThrowIfNull(columns);
        (Source, Columns, _place) = (source, columns, place);
        if (columns.Count == 0 || columns[0].Count == 0)
            throw new InvalidDataException($"{source}: the table has {(columns.Count == 0 ? "no columns" : "no rows")}; expected at least "
                + "one");
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Count; i++)
        {
            if (columns[i].Name.Length == 0)
                throw new InvalidDataException($"{source}: column {i + 1} has no name; expected one in the header");
            if (!names.Add(columns[i].Name))
                throw new InvalidDataException($"{source}: two columns are called '{columns[i].Name}'; expected each name once");
            if (columns[i].Count != columns[0].Count)
                throw new InvalidDataException($"{source}: column '{columns[i].Name}' has {columns[i].Count} rows; expected "
                    + $"{columns[0].Count}");
        }
    }

    /// <summary>The file.</summary>
    public string Source { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Columns[0].Count;

    internal IReadOnlyList<TabularColumn> Columns { get; }

    /// <summary>The column of that name; null if there is none.</summary>
    internal TabularColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>The error to throw for a cell.</summary>
    internal InvalidDataException Error(int row, string column, string complaint) =>
        new($"{Source}, row {row + 1}{(_place is null ? "" : $" ({_place(row)})")}, column '{column}': {complaint}");
}
