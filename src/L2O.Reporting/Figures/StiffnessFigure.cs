using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>Stiffness index of parameters and gradients, all tensors together, over the iterations.</summary>
internal static class StiffnessFigure
{
    /// <summary>Describes all optimizees; null where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    public static FigureModel? Describe(DynamicsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<MeasureBand> parameters = table.Bands(DynamicsQuantities.ThetaStiffness.Name),
            gradients = table.Bands(DynamicsQuantities.GradientStiffness.Name);
        MeasureBand[] all = [.. parameters, .. gradients];
        if (all.Length == 0)
            return null;
        bool isOne = all.Select(static band => band.Optimizee).Distinct().Count() == 1;
        PanelModel[] panels = [.. all.Select(static band => band.Optimizee).Distinct()
            .SelectMany(optimizee => Panels(optimizee, isOne, parameters, gradients))];
        return new FigureModel(
            "stiffness", Ranking.Largest(parameters.Count > 0 ? parameters : gradients,
                $"stiffness index of the {(parameters.Count > 0 ? "parameters" : "gradients")}"),
            $"Stiffness index: change an iteration over the norm, all tensors together. {FigureText.Bands(all)}{LogAxis.Note(panels)}",
                [.. panels])
        {
            Columns = parameters.Count > 0 && gradients.Count > 0 ? 2 : null,
        };
    }

    private static IEnumerable<PanelModel> Panels(string optimizee, bool isOne, IReadOnlyList<MeasureBand> parameters,
        IReadOnlyList<MeasureBand> gradients)
    {
        foreach ((string what, IReadOnlyList<MeasureBand> bands) in new[] { ("parameters", parameters), ("gradients", gradients) })
        {
            MeasureBand[] own = [.. bands.Where(band => band.Optimizee == optimizee)];
            if (own.Length > 0)
                yield return BandPanel.Of(isOne ? what : $"{what}, {optimizee}", DynamicsQuantities.ThetaStiffness.AxisLabel, own);
        }
    }
}
