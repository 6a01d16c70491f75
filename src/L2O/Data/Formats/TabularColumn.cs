namespace L2O.Data.Formats;

/// <summary>One column of a table: numbers, or texts that may turn out to be numbers.</summary>
internal sealed class TabularColumn
{
    /// <summary>A column of numbers.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="numbers">(row); NaN where a value is missing.</param>
    public TabularColumn(string name, double[] numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        (Name, Numbers, Count) = (name, numbers, numbers.Length);
    }

    /// <summary>A column of texts.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">(row); null where a value is missing.</param>
    public TabularColumn(string name, string?[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        (Name, Texts, Count) = (name, texts, texts.Length);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public int Count { get; }

    internal double[]? Numbers { get; }

    internal string?[]? Texts { get; }
}
