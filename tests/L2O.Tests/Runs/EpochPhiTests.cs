using L2O.Data;
using L2O.Data.Digits;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>The phi files of a meta-training besides the best: of the last epoch, and of the one with the least meta-loss.</summary>
public sealed class EpochPhiTests : IDisposable
{
    private const int Epochs = 4;

    private static readonly IDataset s_digits = SyntheticDigits.Load(trainCount: 40, testCount: 1).Train;

    private readonly TemporaryFolder _folder = new();
    private readonly Compute _compute = new(threads: 1);

    public void Dispose()
    {
        _compute.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void They_hold_the_last_epoch_and_the_one_with_the_least_meta_loss()
    {
        var byEpoch = new List<byte[]>();
        var options = new MetaTrainingRunOptions
        {
            EpochDone = _ => byEpoch.Add(Stored("whole", MetaTrainingFolder.LastPhiFile)),
        };
        MetaTrainingFolder.Create(_folder["whole"], Experiment()).Run(s_digits, _compute, options, TestContext.Current.CancellationToken);

        EpochMetrics least = MetaTrainingCsv.Read(_folder["whole"]).MinBy(static epoch => epoch.MetaLoss)!;
        Assert.InRange(least.Epoch, 1, Epochs - 1); // so that the two files differ
        Assert.Equal(byEpoch[^1], Stored("whole", MetaTrainingFolder.LastPhiFile));
        Assert.Equal(byEpoch[least.Epoch - 1], Stored("whole", MetaTrainingFolder.LeastMetaLossFile));
    }

    [Fact]
    public void They_are_the_same_after_an_interruption()
    {
        MetaTrainingFolder.Create(_folder["whole"], Experiment())
            .Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken);
        using var source = new CancellationTokenSource();
        var options = new MetaTrainingRunOptions { EpochDone = epoch => { if (epoch.Epoch == 2) source.Cancel(); } };
        MetaTrainingFolder parts = MetaTrainingFolder.Create(_folder["parts"], Experiment());
        Assert.ThrowsAny<OperationCanceledException>(() => parts.Run(s_digits, _compute, options, source.Token));
        MetaTrainingFolder.Open(_folder["parts"]).Run(s_digits, _compute, cancellation: TestContext.Current.CancellationToken);
        foreach (string file in (string[])[MetaTrainingFolder.LastPhiFile, MetaTrainingFolder.LeastMetaLossFile, PhiFile.FileName])
            Assert.Equal(Stored("whole", file), Stored("parts", file));
    }

    private static Experiment Experiment() => new(
        3, new DataSettings("digits"), "mlp-sigmoid-3", learnedOptimizer: new CoordinateLstm(hiddenSize: 2),
        metaTraining: new MetaTrainingSettings(Epochs, runsPerEpoch: 1, testRuns: 1, iterations: 4, unroll: 2, batchSize: 8,
            metaLearningRate: 0.3));

    private byte[] Stored(string folder, string file) => File.ReadAllBytes(Path.Combine(_folder[folder], file));
}
