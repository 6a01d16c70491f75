using L2O.Runs;

namespace L2O.Serving.Following;

/// <summary>What was measured along runs, of whole networks (target <c>all</c>): from <c>dynamics.csv</c>, and deviations from <c>deviations.csv</c>.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class MeasuredCurves(string folder)
{
    private const string Whole = "all";
    private const long MaxTableBytes = 64 * 1024 * 1024;
    private const int RowsAtOnce = 10_000;

    // The contract of the table of measurements; its units differ by measure.
    private static readonly TableSchema s_dynamics = new("dynamics.csv", "a measurement",
    [
        Column("optimizee", ColumnKind.Text), Column("optimizer", ColumnKind.Text), Column("run", ColumnKind.Integer), Column("iteration", ColumnKind.Integer), Column("target", ColumnKind.Text),
        Column("measure", ColumnKind.Text), Column("position", ColumnKind.Number), Column("value", ColumnKind.Number), Column("low", ColumnKind.Number), Column("high", ColumnKind.Number),
    ]);

    private readonly FollowedFile<SortedDictionary<string, BucketedCurves>> _dynamics = new(Path.Combine(folder, s_dynamics.FileName), LoadDynamics);
    private readonly FollowedFile<SortedDictionary<string, BucketedCurves>> _deviations = new(Path.Combine(folder, DeviationsCsv.FileName), LoadDeviations);

    private (object?, object?) _sources;
    private IReadOnlyList<KeyValuePair<string, BucketedCurves>> _measures = [];

    /// <summary>The curves by measure; empty while there are none. The same list as long as nothing has changed.</summary>
    public IReadOnlyList<KeyValuePair<string, BucketedCurves>> Refresh()
    {
        (SortedDictionary<string, BucketedCurves>? deviations, SortedDictionary<string, BucketedCurves>? dynamics) sources = (_deviations.Value, _dynamics.Value);
        if (_sources != sources)
            (_sources, _measures) = (sources, [.. sources.deviations ?? [], .. sources.dynamics ?? []]);
        return _measures;
    }

    private static TableColumn Column(string name, ColumnKind kind) => new(name, kind, "", "");

    private static SortedDictionary<string, BucketedCurves> LoadDynamics(string path) => Load(path, s_dynamics, static (piece, row) =>
        ((string[])piece[4])[row] == Whole && double.IsNaN(((double[])piece[6])[row]) ? (((string[])piece[5])[row], ((int?[])piece[3])[row] ?? 1, ((double[])piece[7])[row]) : null);

    private static SortedDictionary<string, BucketedCurves> LoadDeviations(string path) => Load(path, TableCatalog.Deviations, static (piece, row) =>
        ($"update_{((string[])piece[3])[row]}_deviation", ((int?[])piece[4])[row] ?? 1, ((double[])piece[5])[row]));

    private static SortedDictionary<string, BucketedCurves> Load(string path, TableSchema schema, Func<IReadOnlyList<Array>, int, (string Measure, int Iteration, double Value)?> select)
    {
        if (new FileInfo(path).Length > MaxTableBytes)
            throw new InvalidDataException($"{path}: larger than {MaxTableBytes} bytes; expected a table that can be drawn at once");
        int longest = 1;
        foreach (IReadOnlyList<Array> piece in schema.Read(path, RowsAtOnce))
            for (int row = 0; row < piece[0].Length; row++)
                longest = Math.Max(longest, select(piece, row)?.Iteration ?? 1);
        var measures = new SortedDictionary<string, BucketedCurves>(StringComparer.Ordinal);
        foreach (IReadOnlyList<Array> piece in schema.Read(path, RowsAtOnce))
        {
            for (int row = 0; row < piece[0].Length; row++)
            {
                if (select(piece, row) is not { } one)
                    continue;
                if (!measures.TryGetValue(one.Measure, out BucketedCurves? curves))
                    measures.Add(one.Measure, curves = new BucketedCurves(longest));
                curves.Add(((string[])piece[0])[row], ((string[])piece[1])[row], ((int?[])piece[2])[row] ?? 0, one.Iteration, one.Value);
            }
        }
        return measures;
    }
}
