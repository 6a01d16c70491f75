using System.Security.Cryptography;
using System.Text;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Optimizees;

namespace L2O.Runs;

/// <summary>
/// Runs of meta-tests in a folder, a small safetensors file each, named by the digest of the run's key and holding the key itself and a
/// checksum. A file that is damaged, has no checksum, as those of version 0.1, or belongs to another key counts as missing, and is
/// replaced.
/// </summary>
/// <param name="root">The folder; made when the first run is stored.</param>
/// <param name="isOptional">Whether a folder that can't be written to is borne: then nothing is kept.</param>
internal sealed class TrialFolder(string root, bool isOptional = false) : ITrialStore
{
    private const string KeyName = "l2o.trial";
    private const string SumName = "sum";
    private const string ValuesName = "values";
    private const string PointsName = "points";
    private const string FinalName = "final";
    private const string OptimizeeName = "l2o.optimizee";
    private const string OptimizerName = "l2o.optimizer";
    private const string RunName = "run";
    private const string SkippedName = "skipped_steps"; // where there are any
    private const int Columns = 5; // iteration, train loss, train accuracy, test loss, test accuracy

    private int _saidUnusable;

    /// <summary>The folder.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Told of files that are damaged or have no checksum, from several threads; may be null.</summary>
    public Action<string>? Warned { get; set; }

    /// <inheritdoc/>
    public double? FindSum(string key) => Find(key) is { } file && file.Contains(SumName)
        && file.ReadDouble(SumName) is [var sum] ? sum : null;

    /// <inheritdoc/>
    public void StoreSum(string key, double sum) => Store(key, [SafetensorsTensor.Of(SumName, [sum], 1)], []);

    /// <summary>The numbers that were stored of some other run; null if there are none.</summary>
    /// <param name="key">Describes the run and what is stored of it.</param>
    public double[]? FindValues(string key) => Find(key) is { } file && file.Contains(ValuesName) ? file.ReadDouble(ValuesName) : null;

    /// <summary>Keeps numbers of a run that is none of a meta-test.</summary>
    /// <param name="key">Describes the run and what is stored of it.</param>
    /// <param name="values">The numbers, in an order that the key says.</param>
    public void StoreValues(string key, double[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        Store(key, [SafetensorsTensor.Of(ValuesName, values, values.Length)], []);
    }

    /// <inheritdoc/>
    public LossCurve? FindCurve(string key) => Find(key) is { } file ? CurveOf(file) : null;

    /// <summary>The curve in one of a folder's files, whatever its key; null if it holds a search's run.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static LossCurve? LoadCurve(string path)
    {
        var file = SafetensorsFile.Load(path);
        if (SafetensorsDigest.IsIn(file))
            SafetensorsDigest.Check(file);
        return CurveOf(file);
    }

    /// <inheritdoc/>
    public void StoreCurve(string key, LossCurve curve)
    {
        ArgumentNullException.ThrowIfNull(curve);
        double[] points =
            [.. curve.Points.SelectMany(static p => new[] { p.Iteration, p.TrainLoss, p.TrainAccuracy, p.TestLoss, p.TestAccuracy })];
        double[] final = [curve.FinalTrain.Loss, curve.FinalTrain.Accuracy, curve.FinalTest.Loss, curve.FinalTest.Accuracy];
        if (!double.IsNaN(curve.FinalTrain.R2) || !double.IsNaN(curve.FinalTest.R2)) // as in files that are older than R²
            final = [.. final, curve.FinalTrain.R2, curve.FinalTest.R2];
        Store(key,
            [
                SafetensorsTensor.Of(PointsName, points, curve.Points.Count, Columns),
                SafetensorsTensor.Of(FinalName, final, final.Length),
                SafetensorsTensor.Of(RunName, [(double)curve.Run], 1),
                .. curve.SkippedSteps > 0 ? [SafetensorsTensor.Of(SkippedName, [(double)curve.SkippedSteps], 1)]
                    : Array.Empty<SafetensorsTensor>(),
            ],
            new Dictionary<string, string> { [OptimizeeName] = curve.Optimizee, [OptimizerName] = curve.Optimizer });
    }

    private static LossCurve? CurveOf(SafetensorsFile file)
    {
        if (!file.Contains(PointsName) || !file.Contains(FinalName) || !file.Contains(RunName))
            return null;
        double[] final = file.ReadDouble(FinalName), run = file.ReadDouble(RunName);
        if (final.Length is not (4 or 6) || run.Length != 1 || !file.Metadata.TryGetValue(OptimizeeName, out string? optimizee)
            || !file.Metadata.TryGetValue(OptimizerName, out string? optimizer))
            return null;
        CurvePoint[] points = [.. file.ReadDouble(PointsName).Chunk(Columns)
            .Select(static p => new CurvePoint((int)p[0], p[1], p[2], p[3], p[4]))];
        (double Train, double Test) r2 = final.Length == 6 ? (final[4], final[5]) : (double.NaN, double.NaN);
        return new LossCurve(optimizee, optimizer, (int)run[0], points, new LossAndAccuracy(final[0], final[1], r2.Train),
            new LossAndAccuracy(final[2], final[3], r2.Test))
        {
            SkippedSteps = file.Contains(SkippedName) && file.ReadDouble(SkippedName) is [var skipped] ? (int)skipped : 0,
        };
    }

    /// <summary>A file's name, without extension, for a key of any length.</summary>
    internal static string NameOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32];

    private string PathOf(string key) => Path.Combine(Root, $"{NameOf(key)}.safetensors");

    private SafetensorsFile? Find(string key)
    {
        string path = PathOf(key);
        if (!File.Exists(path))
            return null;
        try
        {
            var file = SafetensorsFile.Load(path);
            if (file.Metadata.GetValueOrDefault(KeyName) != key)
                return null;
            SafetensorsDigest.Check(file, "a run stored by a later version than 0.1");
            return file;
        }
        catch (Exception failure) when (failure is InvalidDataException
            || (isOptional && failure is (IOException or UnauthorizedAccessException)))
        {
            Warned?.Invoke($"{failure.Message}; the run is made again");
            return null;
        }
    }

    private void Store(string key, IReadOnlyList<SafetensorsTensor> tensors, Dictionary<string, string> metadata)
    {
        metadata.Add(KeyName, key);
        try
        {
            Directory.CreateDirectory(Root);
            SafetensorsFile.Save(PathOf(key), tensors, SafetensorsDigest.Seal(tensors, metadata));
        }
        catch (Exception failure) when (isOptional && failure is (IOException or UnauthorizedAccessException))
        {
            if (Interlocked.Exchange(ref _saidUnusable, 1) == 0) // a cache must not end a run
                Warned?.Invoke($"{Root} can't keep the runs of searches: {failure.Message.TrimEnd('.')}; the work goes on without");
        }
    }
}
