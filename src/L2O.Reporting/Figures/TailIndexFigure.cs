using L2O.Numerics;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Tail index α of the noise of updates and gradients over the iterations, with its 95 % intervals (the study's figure 8, left).
/// </summary>
internal static class TailIndexFigure
{
    /// <summary>Describes all optimizees; null where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    public static FigureModel? Describe(DynamicsTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<MeasureBand> updates = table.Bands(DynamicsQuantities.UpdateTailIndex.Name),
            gradients = table.Bands(DynamicsQuantities.GradientTailIndex.Name);
        MeasureBand[] all = [.. updates, .. gradients];
        if (all.Length == 0)
            return null;
        string[] optimizees = [.. all.Select(static band => band.Optimizee).Distinct()];
        (double low, double high) = Range(all);
        var vertical = new AxisModel(DynamicsQuantities.UpdateTailIndex.AxisLabel) { Low = low, High = high };
        PanelModel[] panels =
        [
            .. from optimizee in optimizees
               from part in new[] { ("updates", updates), ("gradients", gradients) }
               let own = part.Item2.Where(band => band.Optimizee == optimizee).ToArray()
               where own.Length > 0
               select BandPanel.Of(optimizees.Length == 1 ? part.Item1 : $"{part.Item1}, {optimizee}",
                   vertical.Label, own) with { Vertical = vertical },
        ];
        bool areIntervals = table.Rows((updates.Count > 0 ? DynamicsQuantities.UpdateTailIndex : DynamicsQuantities.GradientTailIndex).Name)
            .Any(static row => double.IsFinite(row.Measurement.Low));
        return new FigureModel(
            "tail-index", Title(updates.Count > 0 ? updates : gradients, updates.Count > 0 ? "updates" : "gradients", optimizees),
            $"Noise over all mini-batches of the training split at fixed parameters; 2 is Gaussian noise, smaller is heavier-tailed. " +
                $"{FigureText.Bands(all, areIntervals)}", [.. panels])
        {
            Columns = updates.Count > 0 && gradients.Count > 0 ? 2 : null,
        };
    }

    private static (double Low, double High) Range(IEnumerable<MeasureBand> bands)
    {
        double[] values = [.. bands.SelectMany(static band => band.Mean.Concat(band.Low).Concat(band.High)).Where(double.IsFinite)];
        double margin = Math.Max(0.05 * (values.Max() - values.Min()), 0.01);
        return (values.Min() - margin, values.Max() + margin);
    }

    private static string Title(IReadOnlyList<MeasureBand> bands, string what, string[] optimizees)
    {
        string optimizee = bands[0].Optimizee;
        MeasureBand[] ranked = [.. bands.Where(band => band.Optimizee == optimizee)
            .OrderByDescending(static band => band.Mean.Where(double.IsFinite).Average())];
        (string Name, double Mean)[] means = [.. ranked.Select(static band =>
            (OptimizerPalette.ShortLabel(band.Optimizer), band.Mean.Where(double.IsFinite).Average()))];
        string list = FigureText.List([.. means.Select(static one => $"{one.Name} {FigureText.Number(one.Mean)}")]);
        string where = optimizees.Length > 1 ? $"On {optimizee}, the" : "The";
        if (means.Length == 1)
            return $"{where} {what} of {means[0].Name} have a tail index of {FigureText.Number(means[0].Mean)} on average";
        string least = $"{where} {what} of {means[0].Name} are", most = $"those of {means[^1].Name}", a = FigureText.Number(means[0].Mean),
            b = FigureText.Number(means[^1].Mean);
        return IsClear(ranked[0], ranked[^1]) switch
        {
            false => $"{where} {what} are about equally heavy-tailed, mean α {list}",
            null => $"{least} the least heavy-tailed (mean α {a}), {most} the most ({b}), in one run of each",
            // of those between, each end may be level with some
            true when ranked[1..^1].All(band => IsClear(ranked[0], band) is not false && IsClear(band, ranked[^1]) is not false) =>
                $"{least} the least heavy-tailed (mean α {a}), {most} the most ({b})",
            true => $"{least} less heavy-tailed (mean α {a}) than {most} ({b})",
        };
    }

    /// <summary>
    /// Whether the runs, compared one by one, separate the two (95 % interval); where there is one run, its own intervals, and null
    /// without.
    /// </summary>
    private static bool? IsClear(MeasureBand least, MeasureBand most)
    {
        if (least.Runs == 1 || most.Runs == 1)
            return least.HasBand && most.HasBand
                ? least.Low.Where(double.IsFinite).Min() > most.High.Where(double.IsFinite).Max() : null;
        static double Of(double[] values) => values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
        return PairedDifference.Sign([.. least.RunValues.Where(run => most.RunValues.ContainsKey(run.Key))
            .Select(run => Of(run.Value) - Of(most.RunValues[run.Key])).Where(double.IsFinite)]) > 0;
    }
}
