using System.Collections.Immutable;

namespace L2O.Reporting.Figures.Models;

/// <summary>Points without a line, e.g. of a scatter plot, or crosses where runs diverged.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Key">Decides the color.</param>
/// <param name="X">Horizontal values.</param>
/// <param name="Y">As many vertical values.</param>
internal sealed record PointSeries(string Name, string Key, ImmutableArray<double> X, ImmutableArray<double> Y) : SeriesModel(Name, Key)
{
    /// <summary>What to show over each point; empty for its values.</summary>
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Whether the points are crosses instead of discs.</summary>
    public bool AreCrosses { get; init; }
}
