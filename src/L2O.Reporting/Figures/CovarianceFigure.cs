using L2O.Dynamics;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Largest eigenvalue and trace of the covariance of updates and gradients over the iterations (the study's figure 8, right).
/// </summary>
internal static class CovarianceFigure
{
    /// <summary>Describes all optimizees; null where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    public static FigureModel? Describe(DynamicsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        bool isOne = table.Optimizees.Length == 1;
        var panels = new List<PanelModel>();
        var shown = new List<(string Quantity, IReadOnlyList<MeasureBand> Bands)>();
        foreach (string optimizee in table.Optimizees)
            foreach ((MeasureQuantity eigenvalue, MeasureQuantity trace, string title) in DynamicsQuantities.Covariances)
                foreach ((string label, string quantity, IReadOnlyList<MeasureBand> bands) in
                    Quantities(table, eigenvalue, trace))
                    if (bands.Where(band => band.Optimizee == optimizee).ToArray() is { Length: > 0 } own)
                    {
                        panels.Add(BandPanel.Of(isOne ? title : $"{title}, {optimizee}", label, own));
                        shown.Add(($"{quantity} of the {title}", bands));
                    }
        if (panels.Count == 0)
            return null;
        return new FigureModel(
            "covariance", Ranking.Largest(shown[0].Bands, shown[0].Quantity),
            $"Eigenvalue: over mini-batches around their mean; trace: over single samples around the whole training split. " +
                $"{FigureText.Bands([.. shown.SelectMany(static one => one.Bands)])}{LogAxis.Note(panels)}",
            [.. panels])
        {
            Columns = panels.Count > 1 ? 2 : null,
        };
    }

    private static IEnumerable<(string Label, string Quantity, IReadOnlyList<MeasureBand> Bands)> Quantities(DynamicsTable table,
        MeasureQuantity eigenvalue, MeasureQuantity trace) =>
    [
        (eigenvalue.AxisLabel, "largest covariance eigenvalue", table.Bands(eigenvalue.Name, position: 1)),
        (trace.AxisLabel, "covariance trace", table.Bands(trace.Name)),
    ];
}
