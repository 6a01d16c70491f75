using System.Collections.Immutable;
using L2O.Reporting.Styles;

namespace L2O.Reporting.Figures.Models;

/// <summary>
/// What a figure shows, free of how it is drawn: the same description becomes PNG, SVG and PDF, and the interactive chart of a report.
/// </summary>
/// <param name="Name">File name without extension, unique in a report: lower-case letters, digits and hyphens.</param>
/// <param name="Title">The finding, in words.</param>
/// <param name="Caption">The setting: data, networks, runs, what lines and bands mean.</param>
/// <param name="Panels">At least one.</param>
internal sealed record FigureModel(string Name, string Title, string Caption, ImmutableArray<PanelModel> Panels)
{
    /// <summary>
    /// All optimizers of the stored results, so that each looks the same in every figure; those of this figure alone where it is empty. See
    /// <see cref="OptimizerPalette.Styles"/>.
    /// </summary>
    public ImmutableArray<string> Optimizers { get; init; } = [];

    /// <summary>
    /// What the caption of a picture adds, e.g. what its insets show: charts on a page have a button instead. Empty for nothing.
    /// </summary>
    public string PictureNote { get; init; } = "";

    /// <summary>The caption of a picture.</summary>
    internal string PictureCaption => PictureNote.Length > 0 ? $"{Caption} {PictureNote}" : Caption;

    /// <summary>Panels in a row on a page; null for as many as look best.</summary>
    public int? Columns { get; init; }
}
