using L2O.Dynamics;
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
    /// <param name="measurements">At least one.</param>
    /// <param name="title">The table's heading.</param>
    internal static TableModel Of(IReadOnlyList<RunMeasurement> measurements, string title)
    {
        RunMeasurement[] whole =
            [.. measurements.Where(static row => row.Measurement.Target == Measurement.All && double.IsNaN(row.Measurement.Position))];
        return new TableModel(title, "Mean ± standard deviation over the runs at the first, the middle and the last measured iteration.",
            ["quantity and optimizer", "first", "middle", "last"],
        [
            .. whole.GroupBy(static row => row.Optimizee).Select(static network => TableGroup.Plain(network
                .GroupBy(static row => (row.Measurement.Measure, row.Optimizer))
                    .Select(static group => Row(group.Key.Measure, group.Key.Optimizer, [.. group]))) with
            {
                Title = network.Key,
            }),
        ])
        {
            GroupColumn = "network",
        };
    }

    private static string[] Row(string measure, string optimizer, IReadOnlyList<RunMeasurement> rows)
    {
        int[] iterations = [.. rows.Select(static row => row.Measurement.Iteration).Distinct().Order()];
        return [$"{measure.Replace('_', ' ')}, {OptimizerPalette.Label(optimizer)}",
            .. new[] { 0, iterations.Length / 2, iterations.Length - 1 }.Select(at => At(rows, iterations[at]))];
    }

    private static string At(IReadOnlyList<RunMeasurement> rows, int iteration)
    {
        var spread = Spread.Of([.. rows.Where(row => row.Measurement.Iteration == iteration).Select(static row => row.Measurement.Value)]);
        string deviation = double.IsNaN(spread.Deviation) ? "" : $" ± {NumberText.Digits(spread.Deviation)}";
        return $"{NumberText.Digits(spread.Mean)}{deviation} (at {iteration})";
    }
}
