using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Digits;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers.Learned.Lstm;
using L2O.Runs;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>Batch norms and batches of one image: known before training, and the same in training, testing and analysis.</summary>
public sealed class SingleSampleBatchTests : IDisposable
{
    private const string Norm = "mlp-relu-4-batchnorm";

    private static readonly DataSplits s_digits = SyntheticDigits.Load(trainCount: 61, testCount: 41); // in tens: one is left

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_meta_training_goes_through_such_an_epoch_and_says_once_what_it_leaves_out()
    {
        var folder = MetaTrainingFolder.Create(_folder["run"], Training(Norm, batch: 10));
        using var compute = new Compute(threads: 1);
        folder.Run(s_digits.Train, compute, new MetaTrainingRunOptions { Warned = _said.Add }, TestContext.Current.CancellationToken);
        Assert.Equal(RunState.Finished, RunRecord.Load(folder.FullPath).State);
        Assert.Equal("61 samples in batches of 10 leave a last batch of 1 sample, which network 'mlp-relu-4-batchnorm' can't take; it is "
            + "left out in every epoch", Assert.Single(_said, static one => !one.Contains("chance level", StringComparison.Ordinal)));
        Assert.All(folder.Run(s_digits.Train, compute, cancellation: TestContext.Current.CancellationToken).Phi,
            static value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_meta_test_with_measures_does_too_and_trains_on_the_same_batches()
    {
        MetaTestExperiment test = Test([Norm, "mlp-relu-4"]);
        var folder = MetaTestFolder.Create(_folder["test"], test, []);
        Comparison comparison = folder.Run(s_digits, new MetaTestRunOptions { Threads = 1, Warned = _said.Add },
            TestContext.Current.CancellationToken);
        Assert.Contains("'mlp-relu-4-batchnorm' can't take", Assert.Single(_said), StringComparison.Ordinal);
        Assert.All(comparison.Curves, static curve => Assert.Equal(16, curve.Points.Count));
        Assert.Contains(folder.Measurements(), static row =>
            row.Optimizee == Norm && row.Measurement is { Iteration: 9, Value: > 0 and < double.PositiveInfinity });
    }

    [Theory]
    [InlineData("mlp-relu-4", 7, 1)] // takes any
    [InlineData("mlp-relu-4-batchnorm", 6, 10)]
    [InlineData("mlp-relu-4-batchnorm-batchstats", 6, 10)]
    [InlineData("affine-4+affine-4+batchnorm+skip-2+relu+affine-10", 6, 10)] // within a block
    [InlineData("conv-2-3x3+batchnorm+relu+affine-10", 7, 1)] // its pixels have a variance
    public void Only_what_a_network_cannot_take_is_left_out(string name, int batches, int last)
    {
        using var compute = new Compute(threads: 1);
        Network<float> network = OptimizeeCatalog.Create<float>(name, s_digits.Train, LossKind.Softmax, compute);
        var sampler = new MinibatchSampler<float>(s_digits.Train, 10, new Rng(1)) { LeastSamples = network.LeastSamples };
        int count = 0, size = 0;
        for (; sampler.Position.Epoch == 0; count++)
            size = sampler.Next().Count;
        Assert.Equal((batches, last), (count, size));
        sampler.Position = new SamplerPosition(0, 60); // stored by a version that failed there
        Assert.Equal(last, sampler.Next().Count);
    }

    [Theory]
    [InlineData(1, 61)]
    [InlineData(10, 1)]
    public void Batches_of_one_are_refused_before_anything_is_written(int batch, int samples)
    {
        const string expected = "network 'mlp-relu-4-batchnorm' has a batch norm and gets batches of 1 sample; expected at least 2, or the "
            + "variance is undefined";
        DataSplits data = SyntheticDigits.Load(trainCount: samples, testCount: 41);
        Assert.Equal(expected, Assert.Throws<ArgumentException>(() => MetaTrainingFolder.Check(Training(Norm, batch), data.Train)).Message);
        Assert.Equal(expected,
            Assert.Throws<ArgumentException>(() => MetaTestFolder.Check(Test([Norm], batch), [], data)).Message);
        MetaTestFolder.Check(Test(["mlp-relu-4"], batch), [], data);
    }

    [Fact]
    public void A_split_is_evaluated_whole_where_samples_depend_on_one_another()
    {
        DataSplits data = SyntheticDigits.Load(trainCount: 1001, testCount: 10);
        using var compute = new Compute(threads: 1);
        Network<float> network = OptimizeeCatalog.Create<float>("mlp-relu-4-batchnorm-batchstats", data.Train, LossKind.Softmax, compute);
        float[] theta = new float[network.Layout.Count];
        network.Initialize(theta, new Rng(1));
        var all = new MinibatchSampler<float>(data.Train, 1001, new Rng(1));
        Assert.Equal(network.Loss(theta, all.Next()).Loss, new WholeSplit(data.Train).Evaluate(network, theta).Loss, 1e-6);
    }

    private static Experiment Training(string optimizee, int batch) => new(optimizee: optimizee,
        learnedOptimizer: new CoordinateLstm(hiddenSize: 2),
        metaTraining: new MetaTrainingSettings(epochs: 1, runsPerEpoch: 1, testRuns: 1, iterations: 16, unroll: 4, batchSize: batch));

    private static MetaTestExperiment Test(ImmutableArray<string> networks, int batch = 10) => new([], new DataSettings(), Seed: 3,
        new MetaTestPlan(networks, ["adam@0.01"], iterations: 16, runs: 1, batchSize: batch, testEvery: 2),
        new MeasurePlan(["noise", "covariance"], every: 4, snapshots: [9]));
}
