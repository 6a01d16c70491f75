using L2O.Data;
using L2O.Files;
using L2O.Tables;

namespace L2O.Runs.Networks;

/// <summary>The state of a network's training between two steps, in one safetensors file with a checksum inside.</summary>
/// <param name="Training">Digest of the settings that the training began with.</param>
/// <param name="Loop">Parameters, statistics and the optimizer's state.</param>
/// <param name="BestTheta">(n) the best parameters.</param>
/// <param name="BestStatistics">The statistics that belong to them.</param>
/// <param name="Curve">The validations so far.</param>
/// <param name="Batches">Where the next batch begins.</param>
/// <param name="LossSum">Of the batches since the last validation.</param>
/// <param name="AccuracySum">Likewise.</param>
/// <param name="Steps">How many these are.</param>
/// <param name="SkippedSteps">Steps, of all, that were skipped because their gradients were not finite.</param>
internal sealed record NetworkCheckpoint(
    string Training, (string Name, float[] Values)[] Loop, float[] BestTheta, float[] BestStatistics, TrainingPoint[] Curve,
    SamplerPosition Batches, double LossSum, double AccuracySum, int Steps, int SkippedSteps = 0)
{
    private const string TrainingKey = "l2o.training";
    private const string LoopPrefix = "loop.";
    private const string BestName = "best_theta";
    private const string StatisticsName = "best_statistics";
    private const string CurveName = "curve";
    private const string CursorName = "cursor";
    private const int CurveColumns = 7;
    private const int CursorLength = 5; // and one where steps were skipped

    /// <summary>Steps that were made.</summary>
    public int Iteration() => Curve.Length == 0 ? Steps : Curve[^1].Iteration + Steps;

    /// <summary>Stores the state in a folder; the one before it is kept.</summary>
    public void Save(string folder)
    {
        double[] rows = [.. Curve.SelectMany(static p => new[]
        {
            p.Iteration, p.TrainLoss, p.TrainAccuracy, p.ValidationLoss, p.ValidationAccuracy, p.ValidationR2, p.Best ? 1 : 0,
        })];
        double[] cursor = [Batches.Epoch, Batches.Offset, LossSum, AccuracySum, Steps];
        if (SkippedSteps > 0)
            cursor = [.. cursor, SkippedSteps];
        SafetensorsTensor[] tensors =
        [
            .. Loop.Select(static part => SafetensorsTensor.Of(LoopPrefix + part.Name, part.Values, part.Values.Length)),
            SafetensorsTensor.Of(BestName, BestTheta, BestTheta.Length),
            SafetensorsTensor.Of(StatisticsName, BestStatistics, BestStatistics.Length),
            SafetensorsTensor.Of(CurveName, rows, Curve.Length, CurveColumns),
            SafetensorsTensor.Of(CursorName, cursor, cursor.Length),
        ];
        Dictionary<string, string> metadata = SafetensorsDigest.Seal(tensors, [new(TrainingKey, Training)]);
        SafetensorsFile.Save(Path.Combine(folder, CheckpointFile.FileName), tensors, metadata,
            Path.Combine(folder, CheckpointFile.PreviousFileName));
    }

    /// <summary>The newest sound state in a folder; null if there is none yet.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="warning">What is wrong with the newest, if the one before had to be used.</param>
    /// <exception cref="InvalidDataException">There are states, and none is sound.</exception>
    public static NetworkCheckpoint? Load(string folder, out string? warning) => CheckpointStore.Newest(folder, Read, out warning);

    private static NetworkCheckpoint Read(string path)
    {
        var file = SafetensorsFile.Load(path);
        SafetensorsDigest.Check(file, "a checkpoint of a network's training");
        double[] rows = file.ReadDouble(CurveName), cursor = file.ReadDouble(CursorName);
        if (rows.Length % CurveColumns != 0 || cursor.Length is not (CursorLength or CursorLength + 1))
            throw new InvalidDataException($"{path}: '{CurveName}' or '{CursorName}' has another length; expected a checkpoint of a "
                + "network's training");
        TrainingPoint[] curve = [.. rows.Chunk(CurveColumns)
            .Select(static p => new TrainingPoint((int)p[0], p[1], p[2], p[3], p[4], p[5], p[6] != 0))];
        (string, float[])[] loop = [.. file.Names.Where(static name => name.StartsWith(LoopPrefix, StringComparison.Ordinal))
            .Select(name => (name[LoopPrefix.Length..], file.ReadSingle(name)))];
        return new NetworkCheckpoint(file.Metadata.GetValueOrDefault(TrainingKey, ""), loop, file.ReadSingle(BestName),
            file.ReadSingle(StatisticsName), curve, new SamplerPosition((int)cursor[0], (int)cursor[1]), cursor[2], cursor[3],
            (int)cursor[4], cursor.Length > CursorLength ? (int)cursor[CursorLength] : 0);
    }
}
