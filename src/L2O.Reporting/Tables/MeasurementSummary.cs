using L2O.Numerics;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Tables;

/// <summary>Measured quantities in few numbers: of each, its first, middle and last value for each optimizer and network.</summary>
internal static class MeasurementSummary
{
    /// <summary>
    /// A group for each network, a row for each quantity and optimizer; quantities of one tensor or with a position are left to their
    /// figures.
    /// </summary>
    /// <param name="dynamics">At least one row.</param>
    /// <param name="title">The table's heading.</param>
    internal static TableModel Of(DynamicsTable dynamics, string title)
    {
        var whole = dynamics.Measures.ToDictionary(static measure => measure, measure => dynamics.Rows(measure)
            .Where(static row => double.IsNaN(row.Measurement.Position)).ToLookup(static row => (row.Optimizee, row.Optimizer)));
        return new TableModel(title, "Mean ± standard deviation over the runs at the first, the middle and the last measured iteration.",
            ["quantity and optimizer", "first", "middle", "last"],
        [
            .. dynamics.Optimizees.Select(network => TableGroup.Plain(
                from optimizer in dynamics.Optimizers
                from measure in whole
                where measure.Value.Contains((network, optimizer))
                select Row(measure.Key, optimizer, [.. measure.Value[(network, optimizer)]])) with
            {
                Title = network,
            }).Where(static group => !group.Rows.IsEmpty),
        ])
        {
            GroupColumn = "network",
        };
    }

    private static string[] Row(string measure, string optimizer, IReadOnlyList<RunMeasurement> rows)
    {
        int[] iterations = [.. rows.Select(static row => row.Measurement.Iteration).Distinct().Order()];
        return [$"{NameOf(measure)}, {OptimizerPalette.Label(optimizer)}",
            .. new[] { 0, iterations.Length / 2, iterations.Length - 1 }.Select(at => At(rows, iterations[at]))];
    }

    private static string NameOf(string measure) =>
        $"{measure.Replace('_', ' ')}{(DynamicsQuantities.Find(measure) is { Unit: { Length: > 0 } unit } ? $" ({unit})" : "")}";

    private static string At(IReadOnlyList<RunMeasurement> rows, int iteration)
    {
        var spread = Spread.Of([.. rows.Where(row => row.Measurement.Iteration == iteration).Select(static row => row.Measurement.Value)]);
        string deviation = double.IsNaN(spread.Deviation) ? "" : $" ± {NumberText.Digits(spread.Deviation)}";
        return $"{NumberText.Digits(spread.Mean)}{deviation} (at {iteration})";
    }
}
