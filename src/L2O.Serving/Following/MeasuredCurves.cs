using L2O.Tables;

namespace L2O.Serving.Following;

/// <summary>What was measured along runs, of whole networks (target <c>all</c>), from <c>dynamics.csv</c>.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class MeasuredCurves(string folder)
{
    private const string Whole = "all";
    private const long MaxTableBytes = 64 * 1024 * 1024;

    private readonly FollowedFile<IReadOnlyList<KeyValuePair<string,
        BucketedCurves>>> _measures = new(Path.Combine(folder, MeasurementCsv.FileName), Load);

    /// <summary>The curves by measure; empty while there are none. The same list as long as nothing has changed.</summary>
    public IReadOnlyList<KeyValuePair<string, BucketedCurves>> Refresh() => _measures.Value ?? [];

    private static KeyValuePair<string, BucketedCurves>[] Load(string path)
    {
        if (new FileInfo(path).Length > MaxTableBytes)
            throw new InvalidDataException($"{path}: larger than {MaxTableBytes} bytes; expected a table that can be drawn at once");
        RunMeasurement[] rows = [.. MeasurementCsv.Read(Path.GetDirectoryName(path)!)
            .Where(static row => row.Measurement.Target == Whole && double.IsNaN(row.Measurement.Position))];
        int longest = rows.Select(static row => row.Measurement.Iteration).DefaultIfEmpty(1).Max();
        var measures = new SortedDictionary<string, BucketedCurves>(StringComparer.Ordinal);
        foreach (RunMeasurement row in rows)
        {
            if (!measures.TryGetValue(row.Measurement.Measure, out BucketedCurves? curves))
                measures.Add(row.Measurement.Measure, curves = new BucketedCurves(longest));
            curves.Add(row.Optimizee, row.Optimizer, row.Run, row.Measurement.Iteration, row.Measurement.Value);
        }
        return [.. measures];
    }
}
