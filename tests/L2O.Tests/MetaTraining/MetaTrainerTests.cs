using L2O.Data;
using L2O.Data.Digits;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers.Learned.Lstm;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.MetaTraining;

public sealed class MetaTrainerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly CoordinateLstm s_learned = new(hiddenSize: 5);

    private static readonly IDataset s_digits = SyntheticDigits.Load(trainCount: 60, testCount: 1).Train;

    [Fact]
    public void Equal_seeds_give_equal_bits_whatever_the_number_of_threads()
    {
        MetaTrainingState<float> one = Train(threads: 1, seed: 7), two = Train(threads: 2, seed: 7), other = Train(threads: 1, seed: 8);
        AssertEqual(one, two);
        Assert.NotEqual(one.Phi, other.Phi);
    }

    [Fact]
    public void A_restored_meta_training_goes_on_bit_for_bit()
    {
        using var compute = new Compute(threads: 2);
        MetaTrainer<float> uninterrupted = OnDigits(compute, Short(), seed: 3),
            first = OnDigits(compute, Short(), seed: 3), resumed = OnDigits(compute, Short(), seed: 3);
        for (int epoch = 0; epoch < 3; epoch++)
            uninterrupted.RunEpoch(cancellation: Cancellation);
        first.RunEpoch(cancellation: Cancellation);
        MetaTrainingState<float> saved = first.Save();
        first.RunEpoch(cancellation: Cancellation); // what is saved stays as it was

        resumed.Restore(saved);
        Assert.Equal(1, resumed.Epoch);
        AssertEqual(saved, resumed.Save());
        resumed.RunEpoch(cancellation: Cancellation);
        AssertEqual(first.Save(), resumed.Save());
        resumed.RunEpoch(cancellation: Cancellation);
        AssertEqual(uninterrupted.Save(), resumed.Save());
        Assert.NotEqual(saved.Phi, resumed.Save().Phi);
    }

    [Fact]
    public void A_state_that_does_not_fit_is_refused_with_its_sizes()
    {
        using var compute = new Compute(threads: 1);
        MetaTrainer<float> trainer = OnDigits(compute, Short(), seed: 3);
        trainer.RunEpoch(cancellation: Cancellation);
        MetaTrainingState<float> good = trainer.Save();
        int length = good.Phi.Length;

        string message = Assert.Throws<InvalidDataException>(() => trainer.Restore(good with { Phi = new float[7] })).Message;
        Assert.Contains($"state of 7 parameters after 1 epochs with 1 metrics; expected {length} parameters",
            message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => trainer.Restore(good with { BestPhi = new float[length + 1] }));
        Assert.Throws<InvalidDataException>(() => trainer.Restore(good with { Epoch = 2 }));
        Assert.Throws<InvalidDataException>(() => trainer.Restore(good with { MetaOptimizer = [] }));
        AssertEqual(good, trainer.Save());
    }

    [Fact]
    public void Meta_training_learns()
    {
        using var compute = new Compute(threads: 1);
        var settings = new MetaTrainingSettings(epochs: 4, runsPerEpoch: 10, testRuns: 3, iterations: 20,
            unroll: 10, batchSize: 1, metaLearningRate: 0.02);
        var trainer = new MetaTrainer<float>(s_learned, new QuadraticTask<float>(40, 1), s_digits, settings, seed: 1, compute);
        var untrained = new MetaTrainer<float>(s_learned, new QuadraticTask<float>(40, 1), s_digits,
            new MetaTrainingSettings(1, 1, 3, 20, 20, 1, metaLearningRate: 1e-12), seed: 1, compute);
        double before = untrained.RunEpoch(cancellation: Cancellation).TestLoss;
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
            trainer.RunEpoch(cancellation: Cancellation);

        IReadOnlyList<EpochMetrics> metrics = trainer.Metrics;
        // 15.2 before, 4.5 after the first epoch, 2.1 after the last.
        Assert.True(metrics[^1].TestLoss < 0.25 * before && metrics[^1].TestLoss < 0.7 * metrics[0].TestLoss,
            $"summed loss {before} before, then {string.Join(", ", metrics.Select(static m => m.TestLoss))}");
        Assert.True(metrics[^1].MetaLoss < metrics[0].MetaLoss, $"{metrics[0].MetaLoss}, later {metrics[^1].MetaLoss}");
    }

    [Fact]
    public void The_best_phi_is_that_of_the_epoch_with_the_smallest_test_loss()
    {
        using var compute = new Compute(threads: 1);
        // A rate at which some epochs make it worse.
        var settings = new MetaTrainingSettings(epochs: 6, runsPerEpoch: 2, testRuns: 1, iterations: 10,
            unroll: 5, batchSize: 1, metaLearningRate: 0.3);
        var trainer = new MetaTrainer<float>(s_learned, new QuadraticTask<float>(20, 1), s_digits, settings, seed: 1, compute);
        double least = double.PositiveInfinity;
        float[] best = [];
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            EpochMetrics metrics = trainer.RunEpoch(cancellation: Cancellation);
            Assert.Equal(metrics.TestLoss < least, metrics.Best);
            if (metrics.Best)
                (least, best) = (metrics.TestLoss, trainer.Save().Phi);
            Assert.Equal(best, trainer.BestPhi.ToArray());
        }
        Assert.Contains(trainer.Metrics, static metrics => !metrics.Best);
        Assert.Equal(least, trainer.Save().BestLoss);
    }

    [Fact]
    public void Without_test_runs_the_meta_loss_decides()
    {
        using var compute = new Compute(threads: 1);
        MetaTrainer<float> trainer = OnDigits(compute, new MetaTrainingSettings(1, 2, 0, 4, 2, 10), seed: 3);
        EpochMetrics metrics = trainer.RunEpoch(cancellation: Cancellation);
        Assert.True(double.IsNaN(metrics.TestLoss) && metrics.Best);
        Assert.Equal(metrics.MetaLoss, trainer.Save().BestLoss);
    }

    [Fact]
    public void A_fixed_order_gives_every_run_the_same_batches_and_an_order_of_its_own_does_not()
    {
        Assert.Equal(1, DistinctFirstLabels(DataOrder.Fixed));
        Assert.InRange(DistinctFirstLabels(DataOrder.PerRun), 4, 6);

        static int DistinctFirstLabels(DataOrder order)
        {
            using var compute = new Compute(threads: 1);
            var recorder = new BatchRecorder();
            new MetaTrainer<float>(s_learned, recorder, s_digits, Short(order), seed: 3, compute).RunEpoch(cancellation: Cancellation);
            return recorder.FirstBatches.Distinct().Count();
        }
    }

    [Fact]
    public void Cancellation_ends_the_epoch_with_an_exception()
    {
        using var compute = new Compute(threads: 1);
        using var source = new CancellationTokenSource();
        var reports = new List<MetaTrainingProgress>();
        var progress = new Immediate(report =>
        {
            reports.Add(report);
            if (reports.Count == 3)
                source.Cancel();
        });
        Assert.Throws<OperationCanceledException>(() => OnDigits(compute, Short(), seed: 3)
            .RunEpoch(new MetaTrainingHooks { Progress = progress }, source.Token));
        Assert.Equal([3L, 6L, 9L], reports.Select(static report => report.Iterations)); // after each unroll
        Assert.All(reports, static report => Assert.Equal((1, 3 * 5 * 6L), (report.Epoch, report.TotalIterations)), throwIfEmpty: true);
    }

    private static MetaTrainingSettings Short(DataOrder order = DataOrder.Fixed) =>
        new(epochs: 3, runsPerEpoch: 3, testRuns: 2, iterations: 6, unroll: 3, batchSize: 10, metaLearningRate: 0.01, dataOrder: order);

    private static MetaTrainer<float> OnDigits(Compute compute, MetaTrainingSettings settings, ulong seed) =>
        new(s_learned, OptimizeeCatalog.Create<float>("mlp-sigmoid-3", 784, 10, compute), s_digits, settings, seed, compute);

    private static MetaTrainingState<float> Train(int threads, ulong seed)
    {
        using var compute = new Compute(threads);
        MetaTrainer<float> trainer = OnDigits(compute, Short(DataOrder.PerRun), seed);
        trainer.RunEpoch(cancellation: Cancellation);
        trainer.RunEpoch(cancellation: Cancellation);
        return trainer.Save();
    }

    private static void AssertEqual(MetaTrainingState<float> expected, MetaTrainingState<float> actual)
    {
        Assert.Equal(expected.Epoch, actual.Epoch);
        Assert.Equal(expected.Phi, actual.Phi);
        Assert.Equal(expected.BestPhi, actual.BestPhi);
        Assert.Equal(expected.BestLoss, actual.BestLoss);
        Assert.Equal(expected.MetaOptimizer.Select(static t => t.Name), actual.MetaOptimizer.Select(static t => t.Name));
        Assert.Equal(expected.MetaOptimizer.SelectMany(static t => t.Values), actual.MetaOptimizer.SelectMany(static t => t.Values));
        Assert.Equal(expected.Metrics, actual.Metrics);
    }

    /// <summary>Reports on the spot; the library's own posts to a thread pool.</summary>
    private sealed class Immediate(Action<MetaTrainingProgress> report) : IProgress<MetaTrainingProgress>
    {
        public void Report(MetaTrainingProgress value) => report(value);
    }

    /// <summary>A bowl that notes the labels of each run's first batch.</summary>
    private sealed class BatchRecorder : IOptimizee<float>
    {
        private readonly QuadraticTask<float> _bowl = new(20, 1);
        private bool _isFresh;

        public List<string> FirstBatches { get; } = [];

        public ParameterLayout Layout => _bowl.Layout;

        public Span<float> Statistics => [];

        public void Initialize(Span<float> theta, Rng rng)
        {
            _bowl.Initialize(theta, rng);
            _isFresh = true;
        }

        public LossAndAccuracy Loss(ReadOnlySpan<float> theta, Batch<float> batch) => _bowl.Loss(theta, batch);

        public LossAndAccuracy LossAndGradient(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradient)
        {
            if (_isFresh)
                FirstBatches.Add(Convert.ToHexString(batch.Labels));
            _isFresh = false;
            return _bowl.LossAndGradient(theta, batch, gradient);
        }
    }
}
