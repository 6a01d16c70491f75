using System.Globalization;
using L2O.Data;
using L2O.Files;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Pretrained;

namespace L2O.Runs;

/// <summary>A meta-training's state in one safetensors file, with a checksum inside, replaced in one step.</summary>
internal static class CheckpointFile
{
    /// <summary>Usual name of the file.</summary>
    public const string FileName = "checkpoint.safetensors";

    /// <summary>Usual name of the one before it.</summary>
    public const string PreviousFileName = "checkpoint.previous.safetensors";

    private const string PhiPrefix = "phi.";
    private const string BestPrefix = "best_phi.";
    private const string OptimizerPrefix = "meta_optimizer.";
    private const string RunPrefix = "inner_run.";
    private const string BestLossName = "best_loss";
    private const string MetricsName = "metrics";
    private const string CursorName = "cursor";
    private const string BatchesName = "batches";
    private const int MetricsColumns = 6; // epoch, meta loss, test loss, best, skipped meta-steps, diverged runs
    private const int CursorLength = 8;

    /// <summary>Writes the state.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="learned">Gives the layout of phi.</param>
    /// <param name="state">What to keep.</param>
    /// <param name="previous">Where a file that is there already goes; null drops it.</param>
    public static void Save(string path, ILearnedOptimizer learned, MetaTrainingState<float> state, string? previous = null)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(state);
        ParameterLayout layout = learned.PhiLayout();
        MetaTrainingCursor cursor = state.Cursor;
        double[] metrics =
            [.. state.Metrics.SelectMany(static m =>
            new[] { m.Epoch, m.MetaLoss, m.TestLoss, m.Best ? 1 : 0, m.SkippedMetaSteps, m.DivergedRuns })];
        double[] place = [cursor.Run, cursor.Iteration, cursor.RunLoss, cursor.TestLoss, cursor.MetaLossSum,
            cursor.MetaSteps, cursor.SkippedMetaSteps, cursor.DivergedRuns];
        SafetensorsTensor[] tensors =
        [
            .. PhiFile.PhiTensors(layout, state.Phi, PhiPrefix),
            .. PhiFile.PhiTensors(layout, state.BestPhi, BestPrefix),
            .. Vectors(OptimizerPrefix, state.MetaOptimizer),
            .. Vectors(RunPrefix, state.InnerRun),
            SafetensorsTensor.Of(BestLossName, [state.BestLoss], 1),
            SafetensorsTensor.Of(MetricsName, metrics, state.Metrics.Count, MetricsColumns),
            SafetensorsTensor.Of(CursorName, place, CursorLength),
            SafetensorsTensor.Of(BatchesName, [state.Batches.Epoch, (double)state.Batches.Offset], 2),
        ];
        var metadata = new Dictionary<string, string> { ["l2o.epoch"] = state.Epoch.ToString(CultureInfo.InvariantCulture) };
        SafetensorsFile.Save(path, tensors, SafetensorsDigest.Seal(tensors, metadata), previous);
    }

    /// <summary>Reads a state back.</summary>
    /// <param name="path">The file.</param>
    /// <param name="learned">Gives the layout of phi.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to other settings.</exception>
    public static MetaTrainingState<float> Load(string path, ILearnedOptimizer learned) => Read(SafetensorsFile.Load(path), learned);

    /// <summary>Reads a state from a file that is open already.</summary>
    internal static MetaTrainingState<float> Read(SafetensorsFile file, ILearnedOptimizer learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        SafetensorsDigest.Check(file);
        double[] bestLoss = Numbers(file, BestLossName, 1), cursor = Numbers(file, CursorName, CursorLength),
            batches = Numbers(file, BatchesName, 2);
        double[] rows = Numbers(file, MetricsName, null);
        if (rows.Length % MetricsColumns != 0)
            throw new InvalidDataException(
                $"{file.Path}: '{MetricsName}' has {rows.Length} values; expected {MetricsColumns} for each epoch");
        EpochMetrics[] metrics = [.. rows.Chunk(MetricsColumns)
            .Select(static m => new EpochMetrics((int)m[0], m[1], m[2], m[3] != 0, (int)m[4], (int)m[5]))];
        ParameterLayout layout = learned.PhiLayout();
        return new MetaTrainingState<float>(
            metrics.Length, PhiFile.ReadPhi(file, layout, PhiPrefix), PhiFile.ReadPhi(file, layout, BestPrefix),
                bestLoss[0], Vectors(file, OptimizerPrefix), metrics)
        {
            Cursor = new MetaTrainingCursor((int)cursor[0], (int)cursor[1], cursor[2], cursor[3],
                cursor[4], (int)cursor[5], (int)cursor[6], (int)cursor[7]),
            InnerRun = Vectors(file, RunPrefix),
            Batches = new SamplerPosition((int)batches[0], (int)batches[1]),
        };
    }

    private static double[] Numbers(SafetensorsFile file, string name, int? count)
    {
        if (!file.Contains(name))
            throw new InvalidDataException($"{file.Path}: no tensor '{name}'; expected a checkpoint of a meta-training");
        double[] values = file.ReadDouble(name);
        return count is null || values.Length == count ? values
            : throw new InvalidDataException($"{file.Path}: '{name}' has {values.Length} values; expected {count}");
    }

    private static IEnumerable<SafetensorsTensor> Vectors(string prefix, IEnumerable<(string Name, float[] Values)> vectors) =>
        vectors.Select(vector => SafetensorsTensor.Of(prefix + vector.Name, vector.Values, vector.Values.Length));

    private static (string, float[])[] Vectors(SafetensorsFile file, string prefix) =>
        [.. file.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => (name[prefix.Length..], file.ReadSingle(name)))];
}
