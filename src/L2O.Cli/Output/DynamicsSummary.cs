using System.Globalization;
using L2O.Dynamics;
using L2O.Experiments;
using L2O.Numerics;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Cli.Output;

/// <summary>A few key numbers of each optimizer at one iteration, taken from a table of any length in one pass.</summary>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Iteration">Where the numbers were measured: the last snapshot, or the last measurement where there was none.</param>
/// <param name="Entries">The numbers, in the order of networks, measures and optimizers.</param>
internal sealed record DynamicsSummary(long Rows, int Iteration, IReadOnlyList<DynamicsSummary.Entry> Entries)
{
    private const int NameWidth = 36;
    private const int NumberWidth = 22;
    private const int FirstRank = 1;

    private static readonly string[] s_measures =
        [.. MeasureCatalog.Quantities.Where(static quantity => quantity.IsKey).Select(static quantity => quantity.Name)];

    /// <summary>Goes through a table.</summary>
    /// <param name="rows">Gone through once.</param>
    /// <param name="plan">When it was measured.</param>
    /// <param name="iterations">Planned length of the runs.</param>
    public static DynamicsSummary Of(IEnumerable<RunMeasurement> rows, MeasurePlan plan, int iterations)
    {
        int iteration = LastDue(plan.AtSnapshots, iterations) is > 0 and var snapshot ? snapshot : LastDue(plan.Live, iterations);
        long count = 0;
        var kept = new List<RunMeasurement>();
        foreach (RunMeasurement row in rows)
        {
            count++;
            if (row.Measurement is { Target: Measurement.All } number && number.Iteration == iteration
                && Array.IndexOf(s_measures, number.Measure) >= 0 && !(number.Position > FirstRank))
                kept.Add(row);
        }
        IEnumerable<Entry> entries =
            from row in kept
            group row.Measurement.Value by (row.Optimizee, row.Optimizer, row.Measurement.Measure) into runs
            let spread = Spread.Of([.. runs])
            select new Entry(runs.Key.Optimizee, runs.Key.Measure, runs.Key.Optimizer, spread.Mean, spread.Deviation, spread.Count);
        return new DynamicsSummary(count, iteration,
            [.. entries.GroupBy(static entry => entry.Optimizee)
            .SelectMany(static network => network.OrderBy(static entry => Array.IndexOf(s_measures, entry.Measure)))]);
    }

    /// <summary>Writes a table for each network: a line a measure, a column an optimizer.</summary>
    public void Write(TextWriter output)
    {
        foreach (IGrouping<string, Entry> network in Entries.GroupBy(static entry => entry.Optimizee))
        {
            string[] optimizers = [.. network.Select(static entry => entry.Optimizer).Distinct()];
            output.WriteLine(
                $"{network.Key} at iteration {Iteration}, mean ± standard deviation over {network.Max(static entry => entry.Runs)} runs");
            output.WriteLine(
                $"  {"",-NameWidth}{Cells(optimizers.Select(OptimizerPalette.Label))}".TrimEnd());
            foreach (IGrouping<string, Entry> measure in network.GroupBy(static entry => entry.Measure))
                output.WriteLine(
                    ($"  {measure.Key,-NameWidth}" +
                    Cells(optimizers.Select(name => Text(measure.FirstOrDefault(entry => entry.Optimizer == name))))).TrimEnd());
            output.WriteLine();
        }
    }

    private static string Cells(IEnumerable<string> texts) => string.Concat(texts.Select(static text => $"{text} ".PadRight(NumberWidth)));

    private static string Text(Entry? entry) => entry is null
        ? "-" : string.Create(CultureInfo.InvariantCulture,
        $"{entry.Mean:G3}{(entry.Runs > 1 ? $" ± {entry.Deviation.ToString("G2", CultureInfo.InvariantCulture)}" : "")}");

    private static int LastDue(MeasureSchedule schedule, int iteration)
    {
        while (iteration > 0 && !schedule.IsDue(iteration))
            iteration--;
        return iteration;
    }

    /// <summary>One number.</summary>
    /// <param name="Optimizee">The network.</param>
    /// <param name="Measure">The quantity, of everything together.</param>
    /// <param name="Optimizer">The optimizer.</param>
    /// <param name="Mean">Over the runs.</param>
    /// <param name="Deviation">Sample standard deviation over them; NaN for a single one.</param>
    /// <param name="Runs">Runs that got there.</param>
    internal sealed record Entry(string Optimizee, string Measure, string Optimizer, double Mean, double Deviation, int Runs);
}
