using System.Collections.Immutable;

namespace L2O.Data.Fitted;

/// <summary>
/// How a column, a feature or a target value was encoded: a number is shifted and scaled, a text is 1 for its own category and 0 for the
/// others.
/// </summary>
internal sealed record EncodedColumn
{
    /// <summary>An encoding.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="mean">What is subtracted from a number.</param>
    /// <param name="scale">What it is then divided by, positive.</param>
    /// <param name="categories">The texts, a feature each; null for a column of numbers.</param>
    /// <exception cref="ArgumentException">A number is not finite, the scale not positive, or there is no category.</exception>
    public EncodedColumn(string name, double mean, double scale, ImmutableArray<string>? categories = null)
    {
        if (!double.IsFinite(mean) || !double.IsFinite(scale) || scale <= 0)
            throw new ArgumentException($"column '{name}' has mean {mean} and scale {scale}; expected finite numbers, the scale positive");
        if (categories is { IsDefaultOrEmpty: true })
            throw new ArgumentException($"column '{name}' has no categories; expected at least one, or null for numbers");
        (Name, Mean, Scale, Categories) = (name, mean, scale, categories);
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>What is subtracted from a number.</summary>
    public double Mean { get; }

    /// <summary>What it is then divided by.</summary>
    public double Scale { get; }

    /// <summary>The texts, a feature each; null for a column of numbers.</summary>
    public ImmutableArray<string>? Categories { get; }

    /// <summary>Features that the column becomes.</summary>
    public int FeatureCount() => Categories?.Length ?? 1;

    /// <summary>From the unit of the data to that of the network; features of categories stay.</summary>
    public void Encode(Span<float> features)
    {
        if (Categories is null)
            for (int i = 0; i < features.Length; i++)
                features[i] = (float)((features[i] - Mean) / Scale);
    }

    /// <summary>From the unit of the network to that of the data; features of categories stay.</summary>
    public void Decode(Span<float> features)
    {
        if (Categories is null)
            for (int i = 0; i < features.Length; i++)
                features[i] = (float)(features[i] * Scale + Mean);
    }
}
