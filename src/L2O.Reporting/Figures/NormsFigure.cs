using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>A grid of norms and mean absolute values of parameters, gradients and updates of one optimizee over the iterations.</summary>
internal static class NormsFigure
{
    /// <summary>Describes one optimizee; null where nothing was measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    /// <param name="optimizee">The optimizee's name.</param>
    public static FigureModel? Describe(DynamicsTable table, string optimizee)
    {
        ArgumentNullException.ThrowIfNull(table);
        var found =
            DynamicsQuantities.Sizes.Select(one => (one.Quantity, Title: one.Vector,
                Bands: table.Bands(one.Quantity.Name).Where(band => band.Optimizee == optimizee).ToArray()))
            .Where(static one => one.Bands.Length > 0).ToList();
        if (found.Count == 0)
            return null;
        PanelModel[] panels = [.. found.Select(static one => BandPanel.Of(one.Title, one.Quantity.AxisLabel, one.Bands))];
        MeasureBand[]? updates = found.FirstOrDefault(static one => one.Quantity == DynamicsQuantities.UpdateNorm).Bands;
        return new FigureModel(
            $"norms-{FigureText.Slug(optimizee)}",
                Ranking.Largest(updates ?? found[0].Bands,
                updates is null ? $"{found[0].Quantity.Label} of the {found[0].Title}" : "update norm"),
            $"{optimizee}, all tensors together. {FigureText.Bands([.. found.SelectMany(static one => one.Bands)])}{LogAxis.Note(panels)}",
                [.. panels])
        {
            Columns = Math.Min(3, panels.Length),
        };
    }
}
