using System.Collections.Immutable;

namespace L2O.Reporting.Figures.Models;

/// <summary>An axis.</summary>
/// <param name="Label">What it shows, with its unit.</param>
/// <param name="IsLogarithmic">Whether decades are equally long; all values are then positive.</param>
internal sealed record AxisModel(string Label, bool IsLogarithmic = false)
{
    /// <summary>Least value shown; null for the data's.</summary>
    public double? Low { get; init; }

    /// <summary>Greatest value shown; null for the data's.</summary>
    public double? High { get; init; }

    /// <summary>Names of the values 0, 1, 2, ... of an axis of categories; empty for numbers.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];
}
