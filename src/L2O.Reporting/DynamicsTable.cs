using L2O.Dynamics;
using L2O.Runs;

namespace L2O.Reporting;

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
    public IReadOnlyList<MeasureBand> Bands(string measure, string target = Measurement.All, double? position = null) =>
    [
        .. Rows(measure, target)
            .Where(row => position is null || row.Measurement.Position.Equals(position))
            .GroupBy(static row => (row.Optimizee, row.Optimizer))
            .Select(static group => Band([.. group]))
            .Where(static band => band.Mean.Any(double.IsFinite)),
    ];

    private static MeasureBand Band(IReadOnlyList<RunMeasurement> rows)
    {
        int runs = rows.Select(static row => row.Run).Distinct().Count();
        var points = rows.GroupBy(static row => row.Measurement.Iteration).OrderBy(static group => group.Key)
            .Select(group => (Iteration: group.Key, Point: Point([.. group.Select(static row => row.Measurement)], runs))).ToList();
        return new MeasureBand(
            rows[0].Optimizee, rows[0].Optimizer, runs, [.. points.Select(static one => one.Iteration)], [.. points.Select(static one => one.Point.Mean)],
            [.. points.Select(static one => one.Point.Low)], [.. points.Select(static one => one.Point.High)]);
    }

    private static (double Mean, double Low, double High) Point(IReadOnlyList<Measurement> values, int runs)
    {
        if (values.Count < runs || values.Any(static one => !double.IsFinite(one.Value)))
            return (double.NaN, double.NaN, double.NaN);
        double mean = values.Average(static one => one.Value);
        if (values.All(static one => double.IsFinite(one.Low) && double.IsFinite(one.High)))
            return (mean, values.Min(static one => one.Low), values.Max(static one => one.High));
        return runs > 1 ? (mean, values.Min(static one => one.Value), values.Max(static one => one.Value)) : (mean, double.NaN, double.NaN);
    }
}
