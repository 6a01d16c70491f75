using L2O.Bench.Results;
using L2O.Data;
using L2O.MetaTraining;
using L2O.Optimizees;
using L2O.Optimizers.Learned.Lstm;
using L2O.Runs;

namespace L2O.Bench;

/// <summary>Checkpoints in the middle of an inner run, where they are largest, onto the disk that holds the temporary folder.</summary>
internal static class CheckpointBench
{
    private static readonly MetaTrainingSettings s_training = new(epochs: 1, runsPerEpoch: 1, testRuns: 1,
        unroll: BenchSettings.Unroll, batchSize: BenchSettings.BatchSize);

    /// <summary>Takes the measurement at the first boundary between two meta-steps.</summary>
    public static CheckpointResult Measure(BenchSettings settings, Repetitions repetitions, CancellationToken cancellation)
    {
        using var compute = new Compute(settings.Threads);
        DataSplits data = settings.Folder.Load(settings.Data, threads: settings.Threads);
        int inputSize = data.Train.InputShape.Aggregate(1, static (product, size) => product * size);
        IOptimizee<float> optimizee = OptimizeeCatalog.Create<float>(BenchSettings.Optimizee, inputSize, data.Train.ClassCount, compute);
        var learned = new CoordinateLstm();
        var trainer = new MetaTrainer<float>(learned, optimizee, data.Train, s_training, seed: 1, compute);
        string folder = Directory.CreateTempSubdirectory("l2o-bench-").FullName;
        try
        {
            CheckpointResult? result = null;
            trainer.RunEpoch(new MetaTrainingHooks { Boundary = () => result ??= Measure(learned, trainer, folder, repetitions) },
                cancellation);
            return result!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CheckpointResult Measure(CoordinateLstm learned, MetaTrainer<float> trainer, string folder, Repetitions repetitions)
    {
        var store = new CheckpointStore(folder);
        Timing timing = repetitions.Measure(() => store.Save(learned, trainer.Save())).Times(1000);
        long bytes = new FileInfo(Path.Combine(folder, CheckpointFile.FileName)).Length;
        return new CheckpointResult(timing, bytes, CheckpointInterval.Default.Time!.Value.TotalSeconds);
    }
}
