using System.Collections.Immutable;

namespace L2O.Reporting.Figures.Models;

/// <summary>A histogram, drawn as a filled outline; several with different baselines stand one above the other.</summary>
/// <param name="Name">For the legend.</param>
/// <param name="Key">Decides the color.</param>
/// <param name="Edges">Of the bins, ascending; one more than there are counts.</param>
/// <param name="Heights">Of the bins above the baseline, at least 0.</param>
/// <param name="Baseline">Vertical value of height 0.</param>
internal sealed record HistogramSeries(string Name, string Key, ImmutableArray<double> Edges,
    ImmutableArray<double> Heights, double Baseline = 0) : SeriesModel(Name, Key)
{
    /// <summary>What stands beside it at its baseline, e.g. the iteration; empty for nothing.</summary>
    public string Label { get; init; } = "";
}
