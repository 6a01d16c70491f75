using System.Collections.Immutable;

namespace L2O.Reporting.Figures.Models;

/// <summary>A matrix of colors: a table of categories, or a spectrogram.</summary>
/// <param name="Name">What the colors mean, with the unit.</param>
/// <param name="X">Horizontal centers of the columns.</param>
/// <param name="Y">Vertical centers of the rows.</param>
/// <param name="Values">(row, column) values; NaN is an empty cell, an infinity has the color of that end.</param>
internal sealed record HeatSeries(string Name, ImmutableArray<double> X, ImmutableArray<double> Y, ImmutableArray<double> Values)
    : SeriesModel(Name, "")
{
    /// <summary>(row, column) texts over the cells; empty for none.</summary>
    public ImmutableArray<string> Texts { get; init; } = [];

    /// <summary>Whether colors follow the logarithm of the values.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>The value at which colors change direction, e.g. 1 of a ratio; null for one direction.</summary>
    public double? Middle { get; init; }

    /// <summary>
    /// The value at and below which colors no longer change; null for the least of all series of this name in the figure.
    /// </summary>
    public double? Low { get; init; }

    /// <summary>
    /// The value at and above which colors no longer change; null for the greatest of all series of this name in the figure.
    /// </summary>
    public double? High { get; init; }
}
