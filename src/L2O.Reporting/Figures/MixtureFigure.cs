using System.Globalization;
using L2O.Dynamics;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees.Symmetry;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Mixtures of Lion and SGD (the study's figure 7): translation deviation and loss over the iterations for each weight λ_L of Lion,
/// and both against λ_L.
/// </summary>
internal static class MixtureFigure
{
    /// <summary>What stands before the weight in the mixtures' names.</summary>
    internal const string Family = "lion-sgd";

    private const string Deviation = "|translation deviation|";
    private const int LossAt = 100; // the study compares losses there
    private const int Snapshots = 10; // of the study's trailing mean of the deviation

    private static readonly MeasureQuantity _deviation = DynamicsQuantities.UpdateDeviation(SymmetryKind.Translation);

    /// <summary>Describes each optimizee with at least two mixtures; none where there are none.</summary>
    /// <param name="comparison">Stored results.</param>
    /// <param name="table">The measured dynamics; without deviations the losses stand alone.</param>
    /// <param name="options">How; null for the defaults.</param>
    public static IReadOnlyList<FigureModel> Describe(Comparison comparison, DynamicsTable table, CurveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        ArgumentNullException.ThrowIfNull(table);
        CurveOptions chosen = options ?? CurveOptions.Trailing;
        return
        [
            .. CurveBand.From(comparison, CurveMeasure.TrainLoss, chosen.Smoothing, chosen.Band, chosen.IsTrailing)
                .Where(static band => OptimizerFamily.Of(band.Optimizer)?.Family == Family)
                .GroupBy(static band => band.Optimizee).Where(static group => group.Count() > 1)
                .Select(group => Figure(comparison, [.. group.OrderBy(static band => Weight(band.Optimizer))], table, chosen)),
        ];
    }

    private static FigureModel Figure(Comparison comparison, CurveBand[] losses, DynamicsTable table, CurveOptions options)
    {
        string optimizee = losses[0].Optimizee;
        MeasureBand[] deviations = [.. Deviations(table)
            .Where(band => band.Optimizee == optimizee && OptimizerFamily.Of(band.Optimizer)?.Family == Family)
            .OrderBy(static band => Weight(band.Optimizer))];
        int iteration = Math.Min(LossAt, comparison.Iterations);
        (double low, double high) = CurvePanel.LossRange(losses);
        PanelModel lossPanel = CurvePanel.Of(
            "loss", losses, new AxisModel($"training loss ({LossText.Unit(comparison.Loss)})",
                options.IsLogarithmic)
            { Low = options.IsLogarithmic ? low : 0, High = high }, comparison.Iterations, Label);
        var finalLosses = Against($"loss at iteration {iteration}", $"training loss ({LossText.Unit(comparison.Loss)})",
            [.. losses.Select(band => (Weight(band.Optimizer), End(band, iteration)))]);
        PanelModel[] panels = [lossPanel, finalLosses];
        if (deviations.Length > 0)
        {
            int last = deviations.Min(static band => band.Iterations[^1]);
            PanelModel over = BandPanel.Of("symmetry", _deviation.AxisLabel, deviations);
            over = over with
            {
                Vertical = new AxisModel(over.Vertical.Label),
                Series = [.. over.Series.OfType<LineSeries>().Select(static line => line with { Name = Label(line.Key) })]
            };
            panels = [over, lossPanel,
                Against($"{Deviation} at iteration {last}", _deviation.AxisLabel,
                [.. deviations.Select(band => (Weight(band.Optimizer), Last(band, last)))]), finalLosses];
        }
        return new FigureModel(
            $"lion-sgd-{FigureText.Slug(optimizee)}", Title(losses, deviations, iteration),
            $"λ_L · Lion + (1 - λ_L) · SGD on {optimizee}, data {comparison.Data}. " +
                $"{CurvePanel.Legend(losses, options.Smoothing, options.Band, options.IsTrailing)}", [.. panels])
        {
            Columns = 2,
        };
    }

    /// <summary>
    /// As in the study the magnitude of the signed sum over weights and bias, trailing mean of ten snapshots; of results of version 0.1,
    /// which lack it, the deviation.
    /// </summary>
    private static IEnumerable<MeasureBand> Deviations(DynamicsTable table)
    {
        RunMeasurement[] sums = [.. table.Rows(DynamicsQuantities.TranslationSum.Name)];
        return sums.Length == 0 ? table.Bands(_deviation.Name) : sums.GroupBy(static row => (row.Optimizee, row.Optimizer))
            .Select(static group => MeasureBand.Of([.. group.GroupBy(static row => row.Run).SelectMany(Magnitudes)], smoothing: 1));
    }

    private static IEnumerable<RunMeasurement> Magnitudes(IEnumerable<RunMeasurement> run)
    {
        RunMeasurement[] rows = [.. run.OrderBy(static row => row.Measurement.Iteration)];
        double[] magnitudes = [.. rows.Select(static row => Math.Abs(row.Measurement.Value))];
        return rows.Select((row, i) =>
            row with { Measurement = row.Measurement with { Value = MovingAverage.Trailing(magnitudes, i, Snapshots) } });
    }

    private static PanelModel Against(string title, string label,
        (double Weight, (double Mean, double Low, double High) Value)[] points) => new(
        title, new AxisModel("λ_L, weight of Lion"), new AxisModel(label),
        [
            new LineSeries("", "", [.. points.Select(static point => point.Weight)], [.. points.Select(static point => point.Value.Mean)])
            {
                Low = [.. points.Select(static point => point.Value.Low)],
                High = [.. points.Select(static point => point.Value.High)],
                HasMarkers = true,
            },
        ]);

    private static (double Mean, double Low, double High) End(CurveBand band, int iteration)
    {
        int at = band.Iterations.Count - 1;
        while (at >= 0 && band.Iterations[at] > iteration)
            at--;
        return at >= 0 && band.Iterations[at] == iteration ? (band.Mean[at], band.Low[at], band.High[at])
            : (double.NaN, double.NaN, double.NaN);
    }

    private static (double Mean, double Low, double High) Last(MeasureBand band, int iteration)
    {
        int at = band.Iterations.ToList().IndexOf(iteration);
        return at < 0 ? (double.NaN, double.NaN, double.NaN) : (band.Mean[at], band.Low[at], band.High[at]);
    }

    private static string Title(CurveBand[] losses, MeasureBand[] deviations, int iteration)
    {
        double first = End(losses[0], iteration).Mean, last = End(losses[^1], iteration).Mean;
        string loss = double.IsFinite(first) && double.IsFinite(last)
            ? $"the loss at iteration {iteration} goes from {FigureText.Number(first)} to {FigureText.Number(last)}"
            : $"not all runs reach iteration {iteration}";
        string from = Weight(losses[0].Optimizer).ToString(CultureInfo.InvariantCulture),
            to = Weight(losses[^1].Optimizer).ToString(CultureInfo.InvariantCulture);
        int measured = deviations.Select(static band => band.Iterations[^1]).DefaultIfEmpty().Min();
        double[] ends = [.. new[] { losses[0], losses[^1] }.Select(band =>
            deviations.FirstOrDefault(one => one.Optimizer == band.Optimizer)?.MeanAt(measured) ?? double.NaN)];
        return ends.All(double.IsFinite)
            ? $"From λ_L = {from} to {to}, the translation deviation goes from {FigureText.Number(ends[0])} to "
                + $"{FigureText.Number(ends[1])}, and {loss}"
            : $"From λ_L = {from} to {to}, {loss}";
    }

    private static double Weight(string optimizer) => OptimizerFamily.Of(optimizer)?.Value ?? double.NaN;

    private static string Label(string optimizer) => $"λ_L = {Weight(optimizer).ToString(CultureInfo.InvariantCulture)}";
}
