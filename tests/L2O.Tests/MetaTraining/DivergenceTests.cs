using L2O.Data;
using L2O.Data.Digits;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers.Learned.Lstm;
using L2O.Tables;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>What is not finite is noticed in the very iteration, named, counted, and dealt with as the policy says.</summary>
public sealed class DivergenceTests
{
    private static readonly IDataset s_digits = SyntheticDigits.Load(trainCount: 10, testCount: 1).Train;

    [Theory]
    [InlineData(Poison.Loss, float.NaN, "the loss is NaN in epoch 1, run 2, iteration 4")]
    [InlineData(Poison.Loss, float.PositiveInfinity, "the loss is infinite in epoch 1, run 2, iteration 4")]
    [InlineData(Poison.Gradient, float.NaN, "the gradient of 'theta' is NaN in epoch 1, run 2, iteration 4")]
    [InlineData(Poison.Gradient, float.NegativeInfinity, "the gradient of 'theta' is minus infinity in epoch 1, run 2, iteration 4")]
    public void A_loss_or_gradient_that_is_not_finite_ends_the_run_and_is_counted(Poison poison, float value, string expected)
    {
        (EpochMetrics metrics, List<Divergence> seen, _) = Train(new PoisonedTask(poison, value, atCall: 6 + 4),
            DivergencePolicy.SkipMetaStep);
        Assert.Equal(expected, Assert.Single(seen).ToString());
        Assert.Equal((0, 1), (metrics.SkippedMetaSteps, metrics.DivergedRuns));
        Assert.True(double.IsFinite(metrics.MetaLoss) && double.IsFinite(metrics.TestLoss));
    }

    [Fact]
    public void A_test_run_that_diverges_makes_the_test_loss_infinite_and_the_phi_no_best()
    {
        (EpochMetrics metrics, List<Divergence> seen, _) = Train(new PoisonedTask(Poison.Loss, float.NaN, atCall: 3 * 6 + 2),
            DivergencePolicy.SkipMetaStep);
        Assert.Equal("the loss is NaN in epoch 1, run 4, iteration 2", Assert.Single(seen).ToString());
        Assert.Equal(double.PositiveInfinity, metrics.TestLoss);
        Assert.False(metrics.Best);
    }

    [Theory]
    [InlineData(DivergencePolicy.SkipMetaStep, 1, 0)]
    [InlineData(DivergencePolicy.StopRun, 1, 1)]
    public void A_meta_gradient_that_is_not_finite_costs_the_meta_step_or_the_run(DivergencePolicy policy, int skipped, int diverged)
    {
        // Finite for the network, too much for the sum over the unroll that the meta-gradient takes.
        (EpochMetrics metrics, List<Divergence> seen, float[] phi) =
            Train(new PoisonedTask(Poison.HugeGradients, 3e38f, atCall: 7, calls: 3), policy);
        Assert.Equal((skipped, diverged), (metrics.SkippedMetaSteps, metrics.DivergedRuns));
        Assert.All(seen, static one => Assert.Equal(DivergenceSource.MetaGradient, one.Source), throwIfEmpty: true);
        Assert.StartsWith("the meta-gradient of 'recurs.weight_ih' is ", seen[0].ToString(), StringComparison.Ordinal);
        Assert.EndsWith(" in epoch 1, run 2, iteration 3", seen[0].ToString(), StringComparison.Ordinal);
        Assert.All(phi, static value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void A_phi_that_is_not_finite_is_not_kept()
    {
        (EpochMetrics metrics, List<Divergence> seen, float[] phi) = Train(new PoisonedTask(Poison.None, 0, 0),
            DivergencePolicy.SkipMetaStep, metaLearningRate: 3.4e38);
        Assert.Contains(seen, static one => one.Source == DivergenceSource.Phi);
        Assert.True(metrics.SkippedMetaSteps > 0);
        Assert.All(phi, static value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Abort_ends_the_training_with_the_place()
    {
        DivergenceException failure = Assert.Throws<DivergenceException>(() =>
            Train(new PoisonedTask(Poison.Gradient, float.NaN, atCall: 5), DivergencePolicy.Abort));
        Assert.Equal(new Divergence(DivergenceSource.Gradient, "theta", double.NaN, 1, 1, 5), failure.Divergence);
        Assert.StartsWith("meta-training diverged: the gradient of 'theta' is NaN in epoch 1, run 1, iteration 5; expected",
            failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_of_0_is_no_divergence_and_no_infinity_in_what_is_stored()
    {
        (EpochMetrics metrics, List<Divergence> seen, float[] phi) = Train(new PoisonedTask(Poison.Zero, 0, atCall: 1, calls: 100),
            DivergencePolicy.SkipMetaStep);
        Assert.Empty(seen);
        Assert.InRange(metrics.MetaLoss, -100, -80); // the logarithm of the least normal number
        Assert.Equal((0d, 0), (metrics.TestLoss, metrics.SkippedMetaSteps));
        Assert.All(phi, static value => Assert.True(float.IsFinite(value)));
        using var folder = new TemporaryFolder();
        MetaTrainingCsv.Write(folder.Root, [metrics]);
        Assert.DoesNotContain("Infinity", File.ReadAllText(folder[MetaTrainingCsv.FileName]), StringComparison.Ordinal);
    }

    private static (EpochMetrics Metrics, List<Divergence> Seen, float[] Phi) Train(PoisonedTask task,
        DivergencePolicy policy, double metaLearningRate = 0.01)
    {
        using var compute = new Compute(threads: 1);
        var settings = new MetaTrainingSettings(epochs: 1, runsPerEpoch: 3, testRuns: 1, iterations: 6,
            unroll: 3, batchSize: 1, metaLearningRate: metaLearningRate, divergence: policy);
        var trainer = new MetaTrainer<float>(new CoordinateLstm(hiddenSize: 3), task, s_digits, settings, seed: 1, compute);
        List<Divergence> seen = [];
        EpochMetrics metrics = trainer.RunEpoch(new MetaTrainingHooks { Diverged = seen.Add }, TestContext.Current.CancellationToken);
        return (metrics, seen, trainer.Save().Phi);
    }

    /// <summary>What a <see cref="PoisonedTask"/> spoils.</summary>
    public enum Poison
    {
        None,
        Loss,
        Gradient,
        HugeGradients,
        Zero,
    }

    /// <summary>A bowl that gives something unusable at one call.</summary>
    private sealed class PoisonedTask(Poison poison, float value, int atCall, int calls = 1) : IOptimizee<float>
    {
        private readonly QuadraticTask<float> _inner = new(6, 1);
        private int _call;

        public ParameterLayout Layout => _inner.Layout;

        public Span<float> Statistics => _inner.Statistics;

        public void Initialize(Span<float> theta, Rng rng) => _inner.Initialize(theta, rng);

        public LossAndAccuracy Loss(ReadOnlySpan<float> theta, Batch<float> batch) => _inner.Loss(theta, batch);

        public LossAndAccuracy LossAndGradient(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradient)
        {
            LossAndAccuracy good = _inner.LossAndGradient(theta, batch, gradient);
            _call++;
            if (_call < atCall || _call >= atCall + calls)
                return good;
            if (poison == Poison.Gradient)
                gradient[2] = value;
            if (poison is Poison.HugeGradients or Poison.Zero)
                gradient.Fill(value);
            return poison is Poison.Loss or Poison.Zero ? new LossAndAccuracy(value, good.Accuracy) : good;
        }
    }
}
