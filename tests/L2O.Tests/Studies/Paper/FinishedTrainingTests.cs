using L2O.Data;
using L2O.Data.Digits;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Optimizers.Learned.Lstm;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Studies.Paper;
using Xunit;

namespace L2O.Tests.Studies.Paper;

/// <summary>Finished meta-trainings as small files that travel.</summary>
public sealed class FinishedTrainingTests : IDisposable
{
    private static readonly IDataset s_digits = SyntheticDigits.Load(trainCount: 40, testCount: 1).Train;

    private readonly TemporaryFolder _folder = new();
    private readonly Compute _compute = new(threads: 1);

    public FinishedTrainingTests()
    {
        MetaTrainingFolder.Create(_folder["made"], Describe(0.01)).Run(s_digits, _compute,
            cancellation: TestContext.Current.CancellationToken);
        new FinishedTraining(_folder["study"], "one").Keep(_folder["made"]);
        Directory.CreateDirectory(_folder["step"]);
    }

    public void Dispose()
    {
        _compute.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void It_is_taken_up_by_the_same_settings_and_data()
    {
        Assert.True(Take(Describe(0.01), s_digits));
        foreach (string file in FinishedTraining.Results)
            Assert.Equal(File.ReadAllBytes(Path.Combine(_folder["made"], file)), File.ReadAllBytes(Path.Combine(_folder["step"], file)));
        long bytes = new DirectoryInfo(Path.Combine(_folder["study"], FinishedTraining.TrainingsFolder, "one")).EnumerateFiles()
            .Sum(static file => file.Length);
        Assert.InRange(bytes, 1, 100_000);
    }

    [Fact]
    public void Planned_tests_play_no_part() => Assert.True(Take(Describe(0.01, new MetaTestPlan(["mlp-relu-20"])), s_digits));

    [Fact]
    public void Other_settings_other_data_and_damage_are_not_taken()
    {
        Assert.False(Take(Describe(0.02), s_digits));
        Assert.False(Take(Describe(0.01), SyntheticDigits.Load(trainCount: 41, testCount: 1).Train));
        string phi = Path.Combine(_folder["study"], FinishedTraining.TrainingsFolder, "one", PhiFile.FileName);
        File.WriteAllBytes(phi, File.ReadAllBytes(phi)[..^3]);
        Assert.False(Take(Describe(0.01), s_digits));
        File.Delete(phi);
        Assert.False(Take(Describe(0.01), s_digits));
    }

    private bool Take(Experiment experiment, IDataset data) =>
        new FinishedTraining(_folder["study"], "one").TryTake(experiment, data, _folder["step"]);

    private static Experiment Describe(double rate, MetaTestPlan? tests = null) => new(
        1, new DataSettings("digits"), "mlp-sigmoid-3", learnedOptimizer: new CoordinateLstm(hiddenSize: 2), metaTesting: tests,
        metaTraining: new MetaTrainingSettings(epochs: 1, runsPerEpoch: 1, testRuns: 1, iterations: 4, unroll: 2, batchSize: 8,
            metaLearningRate: rate));
}
