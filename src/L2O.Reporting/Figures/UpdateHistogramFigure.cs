using System.Globalization;
using L2O.Dynamics;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Histograms of |update| with logarithmic counts, stacked by iteration, a panel for each optimizer (the study's figure 9).
/// </summary>
internal static class UpdateHistogramFigure
{
    private const double Height = 0.88; // of the highest bin; the rest is the gap to the histogram above
    private const double SharedUpTo = 4; // optimizers whose largest updates differ by more than this factor have axes of their own

    /// <summary>The study's iterations; those that were measured are shown.</summary>
    public static IReadOnlyList<int> Iterations { get; } = [1, 5, 10, 30, 100, 500];

    /// <summary>Describes one optimizee; null where it was not measured.</summary>
    /// <param name="table">The measured dynamics.</param>
    /// <param name="optimizee">The optimizee's name.</param>
    public static FigureModel? Describe(DynamicsTable table, string optimizee)
    {
        ArgumentNullException.ThrowIfNull(table);
        RunMeasurement[] rows = [.. table.Rows(DynamicsQuantities.UpdateHistogram.Name)
            .Where(row => row.Optimizee == optimizee && double.IsFinite(row.Measurement.Position) && row.Measurement.Value >= 0)];
        if (rows.Length == 0)
            return null;
        int run = rows.Min(static row => row.Run);
        rows = [.. rows.Where(row => row.Run == run)];
        int[] iterations = Chosen([.. rows.Select(static row => row.Measurement.Iteration).Distinct().Order()]);
        Stack[] stacks = [.. rows.GroupBy(static row => row.Optimizer)
            .Select(group => new Stack(group.Key, [.. group.Select(static row => row.Measurement)], iterations))];
        double[] ends = [.. stacks.Select(static stack => stack.End)];
        double? shared = ends.Max() <= SharedUpTo * ends.Min() ? ends.Max() : null;
        double most = stacks.Max(static stack => stack.Most);
        string own = shared is null && stacks.Length > 1 ? " Each panel has its own horizontal axis." : "";
        return new FigureModel(
            $"update-histograms-{FigureText.Slug(optimizee)}", Title(table, optimizee, run, stacks),
            $"{optimizee}, run {run}, all coordinates but batch norm's. Heights: log10(1 + count), the highest is " +
                $"{most.ToString("F0", CultureInfo.InvariantCulture)} coordinates.{own}",
            [.. stacks.Select(stack => stack.Panel(iterations, shared ?? stack.End, most))])
        {
            Columns = stacks.Length switch { <= 4 => stacks.Length, 5 or 6 => 3, _ => 4 },
        };
    }

    private static int[] Chosen(int[] measured)
    {
        int[] named = [.. Iterations.Where(measured.Contains)];
        if (named.Length > 1 || measured.Length < 2)
            return named.Length > 0 ? named : measured;
        int count = Math.Min(measured.Length, Iterations.Count);
        return [.. Enumerable.Range(0, count).Select(i => measured[i * (measured.Length - 1) / (count - 1)])];
    }

    private static string Title(DynamicsTable table, string optimizee, int run, Stack[] stacks)
    {
        int last = stacks.Min(static stack => stack.Last);
        RunMeasurement[] largest = [.. table.Rows(DynamicsQuantities.LargestUpdate.Name)
            .Where(row => (row.Optimizee, row.Run, row.Measurement.Iteration) == (optimizee, run, last))];
        IEnumerable<string> parts = stacks.Select(stack =>
        {
            double stored = largest.FirstOrDefault(row => row.Optimizer == stack.Optimizer)?.Measurement.Value ?? double.NaN;
            return $"{FigureText.Number(double.IsFinite(stored) ? stored : stack.LargestAt(last))} " +
                $"({OptimizerPalette.ShortLabel(stack.Optimizer)})";
        });
        return $"After {FigureText.Count(last, "iteration")} the largest update is {FigureText.List([.. parts])}";
    }

    /// <summary>The histograms of one optimizer.</summary>
    private sealed class Stack
    {
        private readonly Dictionary<int, (double[] Edges, double[] Counts)> _histograms = [];

        internal Stack(string optimizer, IReadOnlyList<Measurement> rows, int[] iterations)
        {
            Optimizer = optimizer;
            foreach (IGrouping<int, Measurement> group in rows.Where(row => iterations.Contains(row.Iteration))
                .GroupBy(static row => row.Iteration))
            {
                Measurement[] bins = [.. group.OrderBy(static row => row.Position)];
                double width = bins.Length > 1 ? bins[^1].Position - bins[^2].Position : Math.Max(Math.Abs(bins[0].Position), 1) * 0.01;
                _histograms.Add(group.Key,
                    ([.. bins.Select(static bin => bin.Position), bins[^1].Position + width], [.. bins.Select(static bin => bin.Value)]));
            }
        }

        internal string Optimizer { get; }

        /// <summary>Largest upper edge of all.</summary>
        internal double End => _histograms.Values.Select(static one => one.Edges[^1]).DefaultIfEmpty(1).Max();

        /// <summary>Largest count of all.</summary>
        internal double Most => _histograms.Values.Select(static one => one.Counts.Max()).DefaultIfEmpty(1).Max();

        /// <summary>The last iteration that is shown.</summary>
        internal int Last => _histograms.Keys.DefaultIfEmpty(1).Max();

        /// <summary>Upper edge of the last bin that holds something.</summary>
        internal double LargestAt(int iteration)
        {
            if (!_histograms.TryGetValue(iteration, out (double[] Edges, double[] Counts) histogram))
                return double.NaN;
            int bin = Array.FindLastIndex(histogram.Counts, static count => count > 0);
            return bin < 0 ? 0 : histogram.Edges[bin + 1];
        }

        internal PanelModel Panel(int[] iterations, double end, double most)
        {
            double scale = Height / Math.Log10(1 + Math.Max(most, 1));
            SeriesModel[] series =
            [
                .. iterations.Select((iteration, place) => (iteration, place))
                    .Where(one => _histograms.ContainsKey(one.iteration)).Select(one => new HistogramSeries(
                    "", Optimizer, [.. _histograms[one.iteration].Edges],
                        [.. _histograms[one.iteration].Counts.Select(count => scale * Math.Log10(1 + count))], one.place)
                {
                    Label = $"{one.iteration}",
                }),
            ];
            var vertical = new AxisModel("iteration; above it log count")
            {
                Low = 0,
                High = iterations.Length,
                Categories = [.. iterations.Select(static iteration => $"{iteration}")]
            };
            return new PanelModel(OptimizerPalette.Label(Optimizer), new AxisModel("|update|") { Low = 0, High = end },
                vertical, [.. series]);
        }
    }
}
