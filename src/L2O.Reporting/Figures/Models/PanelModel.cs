using System.Collections.Immutable;

namespace L2O.Reporting.Figures.Models;

/// <summary>One pair of axes.</summary>
/// <param name="Title">Over the panel; empty for none.</param>
/// <param name="Horizontal">The horizontal axis.</param>
/// <param name="Vertical">The vertical axis.</param>
/// <param name="Series">What is drawn, from the back to the front.</param>
internal sealed record PanelModel(string Title, AxisModel Horizontal, AxisModel Vertical, ImmutableArray<SeriesModel> Series)
{
    /// <summary>Part of the same panel enlarged in its corner, by its ranges; null for none.</summary>
    public InsetModel? Inset { get; init; }
}
