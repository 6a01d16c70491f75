using L2O.Dynamics;
using L2O.Optimizees.Symmetry;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// How far updates leave the directions that a kind of symmetry allows, over the iterations, a panel for each optimizee (the study's figure
/// 4).
/// </summary>
internal static class DeviationFigure
{
    /// <summary>The kinds of symmetry that have such a figure.</summary>
    public static IReadOnlyList<SymmetryKind> Kinds { get; } = Enum.GetValues<SymmetryKind>();

    /// <summary>Describes one kind; null where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    public static FigureModel? Describe(DynamicsTable table, SymmetryKind kind)
    {
        ArgumentNullException.ThrowIfNull(table);
        MeasureQuantity deviation = DynamicsQuantities.UpdateDeviation(kind);
        string name = NameOf(kind);
        IReadOnlyList<MeasureBand> bands = table.Bands(deviation.Name, smoothing: LossCurveFigure.DefaultSmoothing);
        if (bands.Count == 0)
            return null;
        PanelModel[] panels = [.. bands.GroupBy(static band => band.Optimizee)
            .Select(group => BandPanel.Of(group.Key, deviation.AxisLabel, [.. group]))];
        return new FigureModel(
            $"deviations-{name}", Ranking.Most(bands, $"breaks the {name} symmetry"),
            $"Sum of |deviation| over the network's {name} symmetries; 0 is what exact gradients have. " +
                $"{FigureText.Bands(bands)}{LogAxis.Note(panels)}", [.. panels]);
    }

    /// <summary>A kind's name in titles and files.</summary>
    internal static string NameOf(SymmetryKind kind) => kind.ToString().ToLowerInvariant();
}
