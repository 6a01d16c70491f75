using L2O.MetaTesting;
using L2O.Runs;
using L2O.Tables;

namespace L2O.Serving.Following;

/// <summary>The training losses of a meta-test's runs as they finish: from its cells, or from its table where it keeps none.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class TestCurves(string folder)
{
    /// <summary>Where a meta-test keeps its finished runs.</summary>
    public const string CellsFolder = "cells";

    private const long MaxTableBytes = 64 * 1024 * 1024;
    private const int RowsAtOnce = 10_000;
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly FollowedFile<BucketedCurves> _table = new(Path.Combine(folder, MetricsCsv.MetricsFile), Load);
    private BucketedCurves? _cells;

    /// <summary>The curves; null while there are none.</summary>
    /// <param name="iterations">Planned length of a run, if known.</param>
    public BucketedCurves? Refresh(int? iterations)
    {
        string cells = Path.Combine(folder, CellsFolder);
        if (!Directory.Exists(cells))
            return _table.Value;
        long started = TimeProvider.System.GetTimestamp();
        foreach (string path in Directory.EnumerateFiles(cells, "*.safetensors").Order(StringComparer.Ordinal))
        {
            if (!_read.Add(path))
                continue;
            if (Curve(path) is { Points.Count: > 0 } curve)
                Add(_cells ??= new BucketedCurves(iterations ?? curve.Points.Count), curve);
            if (TimeProvider.System.GetElapsedTime(started) > s_atOnce)
                break; // the rest at the next look
        }
        return _cells;
    }

    private static void Add(BucketedCurves curves, LossCurve curve)
    {
        foreach (CurvePoint point in curve.Points)
            curves.Add(curve.Optimizee, curve.Optimizer, curve.Run, point.Iteration, point.TrainLoss);
    }

    private static LossCurve? Curve(string path)
    {
        try
        {
            return TrialFolder.LoadCurve(path);
        }
        catch (Exception failure) when (FollowedFile<object>.IsBorne(failure))
        {
            return null;
        }
    }

    private static BucketedCurves Load(string path)
    {
        if (new FileInfo(path).Length > MaxTableBytes)
            throw new InvalidDataException($"{path}: larger than {MaxTableBytes} bytes; expected a table that can be drawn at once");
        int longest = 1;
        foreach (IReadOnlyList<Array> piece in TableCatalog.Metrics.Read(path, RowsAtOnce))
            longest = Math.Max(longest, ((int?[])piece[3]).Max() ?? 1);
        var curves = new BucketedCurves(longest);
        foreach (IReadOnlyList<Array> piece in TableCatalog.Metrics.Read(path, RowsAtOnce))
            for (int row = 0; row < piece[0].Length; row++)
                curves.Add(((string[])piece[0])[row], ((string[])piece[1])[row], ((int?[])piece[2])[row]
                    ?? 0, ((int?[])piece[3])[row] ?? 1, ((double[])piece[4])[row]);
        return curves;
    }
}
