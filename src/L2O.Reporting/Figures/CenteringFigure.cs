using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Tail index α of the updates' noise around the mean in single precision, around the exact mean, and without dead coordinates: what of the
/// study's figure 8 is rounding.
/// </summary>
internal static class CenteringFigure
{
    /// <summary>Describes all optimizees, a row of panels each; null where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    public static FigureModel? Describe(DynamicsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        (string How, IReadOnlyList<MeasureBand> Bands)[] ways =
            [.. DynamicsQuantities.Centerings.Select(one => (one.How, table.Bands(one.Quantity.Name)))];
        MeasureBand[] all = [.. ways.SelectMany(static one => one.Bands)];
        if (all.Length == 0)
            return null;
        string[] optimizees = [.. all.Select(static band => band.Optimizee).Distinct()];
        double[] values = [.. all.SelectMany(static band => band.Mean.Concat(band.Low).Concat(band.High)).Where(double.IsFinite)];
        double margin = Math.Max(0.05 * (values.Max() - values.Min()), 0.01);
        var vertical = new AxisModel(DynamicsQuantities.UpdateTailIndex.AxisLabel)
        {
            Low = values.Min() - margin,
            High = values.Max() + margin,
        };
        PanelModel[] panels =
        [
            .. from optimizee in optimizees
               from way in ways
               let own = way.Bands.Where(band => band.Optimizee == optimizee).ToArray()
               where own.Length > 0
               select BandPanel.Of(optimizees.Length == 1 ? way.How : $"{way.How}, {optimizee}", vertical.Label, own)
                   with { Vertical = vertical },
        ];
        return new FigureModel("centering", Title(all[0], ways),
            "Tail index α of the updates over all mini-batches at fixed parameters, by the study's estimator. A dead coordinate has one " +
                $"and the same update in all mini-batches, and no noise. {FigureText.Bands(all)}", [.. panels])
        {
            Columns = ways.Length,
        };
    }

    private static string Title(MeasureBand first, (string How, IReadOnlyList<MeasureBand> Bands)[] ways)
    {
        string values = FigureText.List([.. ways.Select(way => way.Bands.FirstOrDefault(band =>
                (band.Optimizee, band.Optimizer) == (first.Optimizee, first.Optimizer)) is { } band
            ? $"{FigureText.Number(band.Mean.Where(double.IsFinite).Average())} ({way.How})" : $"none ({way.How})")]);
        return $"Mean α of the updates of {Styles.OptimizerPalette.ShortLabel(first.Optimizer)}: {values}";
    }
}
