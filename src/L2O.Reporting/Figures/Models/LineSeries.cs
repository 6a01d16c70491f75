using System.Collections.Immutable;

namespace L2O.Reporting.Figures.Models;

/// <summary>A line, with a band where there are several runs.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Key">Decides the color.</param>
/// <param name="X">Horizontal values, ascending.</param>
/// <param name="Y">As many vertical values; NaN is a gap.</param>
internal sealed record LineSeries(string Name, string Key, ImmutableArray<double> X, ImmutableArray<double> Y) : SeriesModel(Name, Key)
{
    /// <summary>Lower end of the band; empty for none, else as many.</summary>
    public ImmutableArray<double> Low { get; init; } = [];

    /// <summary>Upper end of the band; empty for none, else as many.</summary>
    public ImmutableArray<double> High { get; init; } = [];

    /// <summary>Whether its points are marked.</summary>
    public bool HasMarkers { get; init; }

    /// <summary>Whether it is a guide, e.g. a threshold: thin, dashed and gray.</summary>
    public bool IsGuide { get; init; }
}
