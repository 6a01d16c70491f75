using L2O.Dynamics;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;
using L2O.Runs;

namespace L2O.Reporting.Figures;

/// <summary>A figure for each measured quantity that is one number an iteration: a panel for each network, a line for each optimizer.</summary>
internal static class MeasurementFigures
{
    /// <summary>Their descriptions, in the order in which the quantities first occur.</summary>
    internal static IEnumerable<FigureModel> Models(IReadOnlyList<RunMeasurement> measurements) => measurements
        .Where(static row => row.Measurement.Target == Measurement.All && double.IsNaN(row.Measurement.Position) && double.IsFinite(row.Measurement.Value))
        .GroupBy(static row => row.Measurement.Measure)
        .Select(static measure => new FigureModel(
            measure.Key.Replace('_', '-'), $"{Label(measure.Key)} of each optimizer", "Line: mean over the runs. Band: smallest to largest run.",
            [.. measure.GroupBy(static row => row.Optimizee).Select(network => Panel(network.Key, Label(measure.Key), [.. network]))]));

    private static PanelModel Panel(string optimizee, string label, IReadOnlyList<RunMeasurement> rows) => new(
        optimizee, new AxisModel("iteration"), new AxisModel(label, rows.All(static row => row.Measurement.Value > 0)),
        [.. rows.GroupBy(static row => row.Optimizer).Select(static optimizer => Line(optimizer.Key, [.. optimizer]))]);

    private static LineSeries Line(string optimizer, IReadOnlyList<RunMeasurement> rows)
    {
        (int Iteration, double[] Values)[] points =
        [
            .. rows.GroupBy(static row => row.Measurement.Iteration).OrderBy(static group => group.Key)
                .Select(static group => (group.Key, group.Select(static row => row.Measurement.Value).ToArray())),
        ];
        bool hasBand = points.Any(static point => point.Values.Length > 1);
        return new LineSeries(OptimizerPalette.Label(optimizer), optimizer, [.. points.Select(static point => (double)point.Iteration)], [.. points.Select(static point => Spread.Of(point.Values).Mean)])
        {
            Low = hasBand ? [.. points.Select(static point => point.Values.Min())] : [],
            High = hasBand ? [.. points.Select(static point => point.Values.Max())] : [],
            HasMarkers = points.Length <= 20,
        };
    }

    private static string Label(string measure)
    {
        string words = measure.Replace('_', ' ');
        return words.Length == 0 ? "unnamed" : $"{char.ToUpperInvariant(words[0])}{words[1..]}";
    }
}
