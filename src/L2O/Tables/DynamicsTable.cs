using System.Collections.Immutable;
using L2O.Dynamics;
using L2O.Dynamics.Spectra;

namespace L2O.Tables;

/// <summary>
/// Stored dynamics, found by measure and target. The rows come as a stream and are kept as columns of numbers, not as objects; those of
/// single tensors, symmetries and units, which no figure and no report shows, are counted and passed over.
/// </summary>
internal sealed class DynamicsTable
{
    private readonly Dictionary<(string Measure, string Target), DynamicsColumns> _columns = [];
    private readonly Dictionary<string, List<string>> _targets = new(StringComparer.Ordinal);
    private readonly List<(string Optimizee, string Optimizer, int Run)> _cells = [];

    /// <summary>Takes the rows.</summary>
    /// <param name="rows">In any order; gone through once; may be none.</param>
    public DynamicsTable(IEnumerable<RunMeasurement> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var places = new Dictionary<(string, string, int), int>();
        foreach (RunMeasurement row in rows)
        {
            Count++;
            LastIteration = Math.Max(LastIteration, row.Measurement.Iteration);
            (string, string, int) cell = (row.Optimizee, row.Optimizer, row.Run);
            if (!places.TryGetValue(cell, out int place))
            {
                places.Add(cell, place = _cells.Count);
                _cells.Add(cell);
            }
            ColumnsOf(row.Measurement)?.Add(place, row.Measurement);
        }
        Optimizees = [.. _cells.Select(static cell => cell.Optimizee).Distinct(StringComparer.Ordinal)];
        Optimizers = [.. _cells.Select(static cell => cell.Optimizer).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>A table without rows.</summary>
    public static DynamicsTable Empty { get; } = new([]);

    /// <summary>Number of all rows, those that are passed over included.</summary>
    public long Count { get; }

    /// <summary>The last iteration of all rows; 0 where there are none.</summary>
    public int LastIteration { get; }

    /// <summary>The optimizees, in the order in which they first occur.</summary>
    public ImmutableArray<string> Optimizees { get; }

    /// <summary>The optimizers, in the order in which they first occur.</summary>
    public ImmutableArray<string> Optimizers { get; }

    /// <summary>The runs, in the order in which they first occur.</summary>
    public IReadOnlyList<(string Optimizee, string Optimizer, int Run)> Runs => _cells;

    /// <summary>The measures, in the order in which they first occur.</summary>
    public IReadOnlyCollection<string> Measures => _targets.Keys;

    /// <summary>The kept targets of a measure, in the order in which they first occur.</summary>
    /// <param name="measure">Its name.</param>
    public IReadOnlyList<string> TargetsOf(string measure) => _targets.TryGetValue(measure, out List<string>? targets) ? targets : [];

    /// <summary>The rows of a measure and a target, in their order, each made as it is asked for.</summary>
    /// <param name="measure">The measure's name.</param>
    /// <param name="target">The target's name.</param>
    public IEnumerable<RunMeasurement> Rows(string measure, string target = Measurement.All)
    {
        if (!_columns.TryGetValue((measure, target), out DynamicsColumns? columns))
            yield break;
        for (int i = 0; i < columns.Count; i++)
        {
            (string optimizee, string optimizer, int run) = _cells[columns.CellAt(i)];
            yield return new RunMeasurement(optimizee, optimizer, run, columns.At(i, measure, target));
        }
    }

    /// <summary>A band for each optimizee and optimizer that has a finite value.</summary>
    /// <param name="measure">The measure's name.</param>
    /// <param name="target">The target's name.</param>
    /// <param name="position">The only position, e.g. an eigenvalue's rank; null for a measure of single numbers.</param>
    /// <param name="smoothing">Width of the centered moving average that each run goes through first, odd; 1 for none. Only what was
    /// measured in every iteration is smoothed, see <see cref="MeasureBand.IsSmoothed"/>.</param>
    public IReadOnlyList<MeasureBand> Bands(string measure, string target = Measurement.All, double? position = null, int smoothing = 1) =>
    [
        .. Rows(measure, target)
            .Where(row => position is null || row.Measurement.Position.Equals(position))
            .GroupBy(static row => (row.Optimizee, row.Optimizer))
            .Select(group => MeasureBand.Of([.. group], smoothing))
            .Where(static band => band.Mean.Any(double.IsFinite)),
    ];

    /// <summary>Where a row's numbers go; null where nothing shows them.</summary>
    private DynamicsColumns? ColumnsOf(in Measurement measurement)
    {
        if (!_targets.TryGetValue(measurement.Measure, out List<string>? targets))
            _targets.Add(measurement.Measure, targets = []);
        if (measurement.Target != Measurement.All && measurement.Measure != SpectrogramObserver.Hidden.Name
            && measurement.Measure != SpectrogramObserver.Cell.Name)
            return null;
        (string, string) key = (measurement.Measure, measurement.Target);
        if (!_columns.TryGetValue(key, out DynamicsColumns? columns))
        {
            _columns.Add(key, columns = new DynamicsColumns());
            targets.Add(measurement.Target);
        }
        return columns;
    }
}
