using L2O.Dynamics;
using L2O.Numerics;

namespace L2O.Tables;

/// <summary>The rows of stored dynamics, found by measure and target.</summary>
public sealed class DynamicsTable
{
    private readonly Dictionary<(string Measure, string Target), List<RunMeasurement>> _rows = [];
    private readonly Dictionary<string, List<string>> _targets = new(StringComparer.Ordinal);

    /// <summary>Sorts the rows.</summary>
    /// <param name="rows">In any order; may be none.</param>
    public DynamicsTable(IReadOnlyList<RunMeasurement> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        foreach (RunMeasurement row in rows)
        {
            (string Measure, string Target) key = (row.Measurement.Measure, row.Measurement.Target);
            if (!_rows.TryGetValue(key, out List<RunMeasurement>? same))
            {
                _rows.Add(key, same = []);
                if (!_targets.TryGetValue(key.Measure, out List<string>? targets))
                    _targets.Add(key.Measure, targets = []);
                targets.Add(key.Target);
            }
            same.Add(row);
        }
        Optimizees = [.. rows.Select(static row => row.Optimizee).Distinct(StringComparer.Ordinal)];
        Optimizers = [.. rows.Select(static row => row.Optimizer).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The optimizees, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Optimizees { get; }

    /// <summary>The optimizers, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Optimizers { get; }

    /// <summary>The targets of a measure, in the order in which they first occur.</summary>
    /// <param name="measure">Its name.</param>
    public IReadOnlyList<string> TargetsOf(string measure) => _targets.TryGetValue(measure, out List<string>? targets) ? targets : [];

    /// <summary>The rows of a measure and a target, in their order.</summary>
    /// <param name="measure">The measure's name.</param>
    /// <param name="target">The target's name.</param>
    public IReadOnlyList<RunMeasurement> Rows(string measure, string target = Measurement.All) =>
        _rows.TryGetValue((measure, target), out List<RunMeasurement>? rows) ? rows : [];

    /// <summary>A band for each optimizee and optimizer that has a finite value.</summary>
    /// <param name="measure">The measure's name.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="position">The only position, e.g. an eigenvalue's rank; null for a measure of single numbers.</param>
    /// <param name="smoothing">Width of the centred moving average that each run goes through first, odd; 1 for none. Only what was
    /// measured in every iteration is smoothed, see <see cref="MeasureBand.IsSmoothed"/>.</param>
    public IReadOnlyList<MeasureBand> Bands(string measure, string target = Measurement.All, double? position = null, int smoothing = 1) =>
    [
        .. Rows(measure, target)
            .Where(row => position is null || row.Measurement.Position.Equals(position))
            .GroupBy(static row => (row.Optimizee, row.Optimizer))
            .Select(group => Band([.. group], smoothing))
            .Where(static band => band.Mean.Any(double.IsFinite)),
    ];

    private static MeasureBand Band(IReadOnlyList<RunMeasurement> rows, int smoothing)
    {
        int[] iterations = [.. rows.Select(static row => row.Measurement.Iteration).Distinct().Order()];
        Dictionary<int, Measurement>[] runs =
        [
            .. rows.GroupBy(static row => row.Run)
                .Select(static run => run.GroupBy(static row => row.Measurement.Iteration)
                .ToDictionary(static group => group.Key, static group => group.First().Measurement)),
        ];
        bool isSmoothed = smoothing > 1 && iterations.Length > smoothing && iterations[^1] - iterations[0] == iterations.Length - 1;
        double[][] values =
            [.. runs.Select(run => iterations.Select(iteration => run.TryGetValue(iteration, out Measurement one) ? one.Value : double.NaN)
            .ToArray())];
        if (isSmoothed)
            values = [.. values.Select(run => Enumerable.Range(0, run.Length)
                .Select(i => double.IsFinite(run[i]) ? MovingAverage.At(run, i, smoothing) : double.NaN).ToArray())];
        (double Mean, double Low, double High)[] points =
        [
            .. iterations.Select((iteration, i) =>
                Point([.. values.Select(run => run[i])], isSmoothed ? [] : [.. runs.Select(run => run.GetValueOrDefault(iteration))])),
        ];
        return new MeasureBand(
            rows[0].Optimizee, rows[0].Optimizer, runs.Length, iterations, [.. points.Select(static one => one.Mean)],
                [.. points.Select(static one => one.Low)], [.. points.Select(static one => one.High)])
        {
            IsSmoothed = isSmoothed,
        };
    }

    /// <summary>Mean and band of one iteration over the runs, the band from stored intervals where all have one.</summary>
    private static (double Mean, double Low, double High) Point(double[] values, Measurement[] stored)
    {
        if (!values.All(double.IsFinite))
            return (double.NaN, double.NaN, double.NaN);
        if (stored.Length > 0 && stored.All(static one => double.IsFinite(one.Low) && double.IsFinite(one.High)))
            return (values.Average(), stored.Min(static one => one.Low), stored.Max(static one => one.High));
        return values.Length > 1 ? (values.Average(), values.Min(), values.Max()) : (values[0], double.NaN, double.NaN);
    }
}
