using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// How far updates leave the directions that a kind of symmetry allows, over the iterations, a panel for each optimizee (the study's figure
/// 4).
/// </summary>
public static class DeviationFigure
{
    /// <summary>The kinds of symmetry that have such a figure.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["rescale", "scale", "translation"];

    /// <summary>Describes one kind; null where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static FigureModel? Describe(DynamicsTable table, string kind)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<MeasureBand> bands = table.Bands($"update_{kind}_deviation", smoothing: LossCurveFigure.DefaultSmoothing);
        if (bands.Count == 0)
            return null;
        PanelModel[] panels = [.. bands.GroupBy(static band => band.Optimizee)
            .Select(group => BandPanel.Of(group.Key, $"|{kind} deviation| of the updates", [.. group]))];
        return new FigureModel(
            $"deviations-{kind}", Ranking.Most(bands, $"breaks the {kind} symmetry"),
            $"Sum of |deviation| over the network's {kind} symmetries; 0 is what exact gradients have. " +
                $"{FigureText.Bands(bands)}{LogAxis.Note(panels)}", [.. panels]);
    }
}
