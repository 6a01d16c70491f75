using System.Globalization;
using L2O.Dynamics;
using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Cli.Output;

/// <summary>
/// Deviations on the output: for each network and kind of symmetry a line an optimizer, with mean and spread over the runs at a few
/// iterations.
/// </summary>
internal static class DeviationTable
{
    /// <summary>Writes the tables; nothing where no deviations were measured.</summary>
    /// <param name="terminal">Where to.</param>
    /// <param name="rows">What was measured; gone through once.</param>
    /// <param name="schedule">When it was.</param>
    /// <param name="iterations">Planned length of the runs.</param>
    public static void Write(Terminal terminal, IEnumerable<RunMeasurement> rows, MeasureSchedule schedule, int iterations)
    {
        int[] shown = [.. new[] { 1, iterations / 4, iterations / 2, iterations }.Select(wanted => LastDue(schedule, wanted))
            .Where(static iteration => iteration > 0).Distinct()];
        RunMeasurement[] deviations = [.. rows.Where(row => IsDeviation(row.Measurement) && shown.Contains(row.Measurement.Iteration))];
        foreach (IGrouping<(string Optimizee, string Measure),
            RunMeasurement> table in deviations.GroupBy(static row => (row.Optimizee, row.Measurement.Measure)))
        {
            terminal.Output.WriteLine();
            terminal.Output.WriteLine(
                $"{table.Key.Optimizee}: {MeasureCatalog.Find(table.Key.Measure)!.AxisLabel}, mean ± standard deviation over the runs");
            terminal.Output.WriteLine(
                $"  {"optimizer",-26}{string.Concat(shown.Select(static iteration => $"{$"iteration {iteration}",-24}"))}".TrimEnd());
            foreach (IGrouping<string, RunMeasurement> optimizer in table.GroupBy(static row => row.Optimizer))
                terminal.Output.WriteLine(
                    $"  {OptimizerPalette.Label(optimizer.Key),-26}{string.Concat(shown.Select(at => $"{At(optimizer, at),-24}"))}"
                        .TrimEnd());
        }
    }

    private static bool IsDeviation(Measurement measurement) => measurement.Target == Measurement.All
        && SymmetryQuantities.OfUpdates.Any(deviation => deviation.Name == measurement.Measure);

    private static int LastDue(MeasureSchedule schedule, int iteration)
    {
        while (iteration > 0 && !schedule.IsDue(iteration))
            iteration--;
        return iteration;
    }

    private static string At(IEnumerable<RunMeasurement> rows, int iteration)
    {
        var spread = Spread.Of([.. rows.Where(row => row.Measurement.Iteration == iteration).Select(static row => row.Measurement.Value)]);
        return string.Create(CultureInfo.InvariantCulture, $"{spread.Mean:G3} ± {spread.Deviation:G2}");
    }
}
