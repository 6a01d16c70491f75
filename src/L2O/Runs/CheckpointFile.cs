using System.Globalization;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizers.Learned;

namespace L2O.Runs;

/// <summary>A meta-training's state after an epoch, in one safetensors file that is replaced in one step.</summary>
public static class CheckpointFile
{
    /// <summary>Usual name of the file.</summary>
    public const string FileName = "checkpoint.safetensors";

    private const string PhiPrefix = "phi.";
    private const string BestPrefix = "best_phi.";
    private const string OptimizerPrefix = "meta_optimizer.";
    private const string BestLossName = "best_loss";
    private const string MetricsName = "metrics";
    private const int MetricsColumns = 5; // epoch, meta loss, test loss, best, seconds

    /// <summary>Writes the state.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="learned">Gives the layout of phi.</param>
    /// <param name="state">What to keep.</param>
    public static void Save(string path, ILearnedOptimizer learned, MetaTrainingState<float> state)
    {
        ArgumentNullException.ThrowIfNull(learned);
        ArgumentNullException.ThrowIfNull(state);
        ParameterLayout layout = learned.PhiLayout();
        var tensors = new List<SafetensorsTensor>();
        tensors.AddRange(PhiFile.PhiTensors(layout, state.Phi, PhiPrefix));
        tensors.AddRange(PhiFile.PhiTensors(layout, state.BestPhi, BestPrefix));
        foreach ((string name, float[] values) in state.MetaOptimizer)
            tensors.Add(SafetensorsTensor.Of(OptimizerPrefix + name, values, values.Length));
        tensors.Add(SafetensorsTensor.Of(BestLossName, [state.BestLoss], 1));
        double[] metrics = [.. state.Metrics.SelectMany(static m => new[] { m.Epoch, m.MetaLoss, m.TestLoss, m.Best ? 1 : 0, m.Seconds })];
        tensors.Add(SafetensorsTensor.Of(MetricsName, metrics, state.Metrics.Count, MetricsColumns));
        SafetensorsFile.Save(path, tensors, new Dictionary<string, string> { ["l2o.epoch"] = state.Epoch.ToString(CultureInfo.InvariantCulture) });
    }

    /// <summary>Reads a state back.</summary>
    /// <param name="path">The file.</param>
    /// <param name="learned">Gives the layout of phi.</param>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to other settings.</exception>
    public static MetaTrainingState<float> Load(string path, ILearnedOptimizer learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        SafetensorsFile file = SafetensorsFile.Load(path);
        foreach (string name in new[] { BestLossName, MetricsName })
            if (!file.Contains(name))
                throw new InvalidDataException($"{path}: no tensor '{name}'; expected a checkpoint of a meta-training");
        ParameterLayout layout = learned.PhiLayout();
        double[] rows = file.ReadDouble(MetricsName), bestLoss = file.ReadDouble(BestLossName);
        if (rows.Length % MetricsColumns != 0 || bestLoss.Length != 1)
            throw new InvalidDataException($"{path}: '{MetricsName}' has {rows.Length} values and '{BestLossName}' {bestLoss.Length}; expected {MetricsColumns} for each epoch and 1");
        EpochMetrics[] metrics = [.. rows.Chunk(MetricsColumns).Select(static m => new EpochMetrics((int)m[0], m[1], m[2], m[3] != 0, m[4]))];
        (string, float[])[] optimizer = [.. file.Names
            .Where(static name => name.StartsWith(OptimizerPrefix, StringComparison.Ordinal))
            .Select(name => (name[OptimizerPrefix.Length..], file.ReadSingle(name)))];
        return new MetaTrainingState<float>(
            metrics.Length, PhiFile.ReadPhi(file, layout, PhiPrefix), PhiFile.ReadPhi(file, layout, BestPrefix), bestLoss[0], optimizer, metrics);
    }
}
