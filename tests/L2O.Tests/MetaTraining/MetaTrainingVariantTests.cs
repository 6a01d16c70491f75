using L2O.Data;
using L2O.Data.Digits;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>Random start, random unrolls, clipping, several tasks, fine-tuning.</summary>
public sealed class MetaTrainingVariantTests
{
    private const int Unroll = 5;

    private static readonly CoordinateLstm s_learned = new(hiddenSize: 4);
    private static readonly IDataset s_digits = SyntheticDigits.Load(trainCount: 60, testCount: 1).Train;

    [Fact]
    public void Before_a_random_start_the_warm_up_trains_alone_and_unrolls_end_where_they_always_do()
    {
        using var compute = new Compute(1);
        var task = new QuadraticTask<float>(30, 5);
        var meta = new MetaRunOf<float>(s_learned, task, Unroll, compute);
        var adam = new Adam(0.05);
        meta.Run.Restart(new Rng(1), firstIteration: 9, adam.Start(task.Layout));
        var loop = new InnerLoop<float>(task, adam, new Rng(1));
        var metaStepsAt = new List<int>();
        for (int iteration = 1; iteration <= 20; iteration++)
        {
            int before = meta.Run.MetaSteps;
            meta.Run.TrainStep(QuadraticTask<float>.NoBatch);
            loop.Step(QuadraticTask<float>.NoBatch);
            Assert.Equal(iteration <= 8, loop.Theta.SequenceEqual(meta.Run.Theta));
            if (meta.Run.MetaSteps > before)
                metaStepsAt.Add(iteration);
        }
        Assert.Equal([10, 15, 20], metaStepsAt); // the first one over two iterations
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Behind_a_random_start_the_stiffness_is_that_of_the_warm_ups_last_step(bool partial)
    {
        using var compute = new Compute(1);
        var task = new QuadraticTask<float>(30, 5);
        var lstm = new CoordinateLstm(hiddenSize: 4, extraInputs: [ExtraInput.Stiffness]);
        ILearnedOptimizer learned = partial ? new PartialControl(lstm, ["*"]) : lstm;
        var meta = new MetaRunOf<float>(learned, task, Unroll, compute);
        var adam = new Adam(0.05);
        meta.Run.Restart(new Rng(1), firstIteration: 9, adam.Start(task.Layout));
        var loop = new InnerLoop<float>(task, adam, new Rng(1));
        float[] before = [];
        for (int iteration = 1; iteration <= 8; iteration++)
        {
            before = loop.Theta.ToArray();
            meta.Run.TrainStep(QuadraticTask<float>.NoBatch);
            loop.Step(QuadraticTask<float>.NoBatch);
        }
        float[] theta = loop.Theta.ToArray(), gradient = new float[30], expected = new float[30], fresh = new float[30];
        task.LossAndGradient(theta, QuadraticTask<float>.NoBatch, gradient);
        CoordinateLstmRun<float> run = LearnedRuns.Draw<float>(lstm, compute, 1, out _).Start(task.Layout);
        run.Propose(theta, gradient, fresh);
        run.Follow(before);
        run.Propose(theta, gradient, expected);
        Assert.Equal((float)RelativeChange.Compute<float>(before, theta), run.ExtraInputs[7]);
        meta.Run.TrainStep(QuadraticTask<float>.NoBatch);
        Assert.Equal(expected, meta.Run.Update.ToArray());
        Assert.NotEqual(fresh, expected);
    }

    [Fact]
    public void A_start_is_drawn_from_the_whole_run_or_from_its_beginning()
    {
        int[] all = [.. Enumerable.Range(0, 400).Select(static i => new RandomStart().Draw(new Rng((ulong)i), 20))];
        int[] early = [.. Enumerable.Range(0, 400).Select(static i => new RandomStart(latest: 3).Draw(new Rng((ulong)i), 20))];
        Assert.Equal(Enumerable.Range(1, 20), all.Distinct().Order());
        Assert.Equal([1, 2, 3], early.Distinct().Order());
    }

    [Fact]
    public void Random_unrolls_have_every_length_between_their_bounds()
    {
        using var compute = new Compute(1);
        var settings = new MetaTrainingSettings(iterations: 200, unroll: 2, longestUnroll: 6);
        Assert.Equal(Lengths(compute, settings, 1), Lengths(compute, settings, 1));
        Assert.NotEqual(Lengths(compute, settings, 1), Lengths(compute, settings, 2));
        Assert.Equal([2, 3, 4, 5, 6], Lengths(compute, settings, 1).Distinct().Order());
    }

    [Fact]
    public void A_long_meta_gradient_is_shortened_and_a_short_one_is_left()
    {
        using var compute = new Compute(1);
        double[] free = FirstGradient(compute, null), clipped = FirstGradient(compute, 1e-3), untouched = FirstGradient(compute, 1e3);
        double norm = Math.Sqrt(free.Sum(static g => g * g));
        Assert.InRange(norm, 2e-3, 1e3);
        Assert.Equal(1e-3, Math.Sqrt(clipped.Sum(static g => g * g)), 1e-12);
        Assert.Equal(free.Select(g => g * 1e-3 / norm), clipped, static (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(free, untouched);
    }

    [Fact]
    public void Tasks_are_drawn_by_their_weights_and_all_are_tested()
    {
        using var compute = new Compute(1);
        CountingTask rare = new(), often = new();
        var settings = new MetaTrainingSettings(epochs: 1, runsPerEpoch: 300, testRuns: 2, iterations: 2,
            unroll: 2, batchSize: 1, metaLearningRate: 1e-6);
        var trainer = new MetaTrainer<float>(s_learned, [new(rare), new(often, 3)], s_digits, settings, seed: 1, compute);
        trainer.RunEpoch(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(300 + 2 * 2, rare.Runs + often.Runs);
        Assert.InRange(rare.Runs, 75 + 2 - 23, 75 + 2 + 23); // three standard deviations of 7.5
    }

    [Fact]
    public void Fine_tuning_starts_from_the_given_phi()
    {
        using var compute = new Compute(1);
        float[] start = new float[s_learned.PhiLayout().Count];
        s_learned.InitializePhi<float>(start, new Rng(99));
        var settings = new MetaTrainingSettings(epochs: 1, runsPerEpoch: 1, testRuns: 0, iterations: 4,
            unroll: 4, batchSize: 1, metaLearningRate: 1e-3);
        var trainer = new MetaTrainer<float>(s_learned, [new(new QuadraticTask<float>(10, 1))],
            s_digits, settings, seed: 1, compute, start);
        Assert.Equal(start, trainer.Save().Phi);
        trainer.RunEpoch(cancellation: TestContext.Current.CancellationToken);
        // Adam's first step
        Assert.All(start.Zip(trainer.Save().Phi), static pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 1.001e-3));
        Assert.NotEqual(start, trainer.Save().Phi);
        Assert.Contains("startPhi has 3 values; expected", Assert.Throws<ArgumentException>(() =>
            new MetaTrainer<float>(s_learned, [new(new QuadraticTask<float>(10, 1))], s_digits,
                settings, seed: 1, compute, new float[3])).Message, StringComparison.Ordinal);
    }

    private static int[] Lengths(Compute compute, MetaTrainingSettings settings, ulong seed)
    {
        var run = Run<float>(compute, new QuadraticTask<float>(10, 5), settings);
        run.Restart(new Rng(seed));
        var lengths = new List<int>();
        for (int length = 1; lengths.Count < 40; length++)
        {
            int before = run.MetaSteps;
            run.TrainStep(QuadraticTask<float>.NoBatch);
            if (run.MetaSteps == before)
                continue;
            lengths.Add(length);
            length = 0;
        }
        return [.. lengths];
    }

    private static double[] FirstGradient(Compute compute, double? clipNorm)
    {
        MetaRun<double> run = Run<double>(compute, new QuadraticTask<double>(30, 5),
            new MetaTrainingSettings(unroll: Unroll, clipNorm: clipNorm));
        run.Restart(new Rng(1));
        for (int step = 0; step < Unroll; step++)
            run.TrainStep(QuadraticTask<double>.NoBatch);
        return run.PhiGradient.ToArray();
    }

    private static MetaRun<T> Run<T>(Compute compute, IOptimizee<T> task, MetaTrainingSettings settings)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        LearnedOptimizer<T> optimizer = LearnedRuns.Draw<T>(s_learned, compute, 1, out T[] phi);
        var stored = new AlignedBuffer<T>(phi.Length);
        phi.CopyTo(stored.Span);
        return new MetaRun<T>(optimizer, stored, task, OptimizerCatalog.Factory<T>("adam")(1e-2).Start(s_learned.PhiLayout()), settings);
    }

    private sealed class CountingTask : IOptimizee<float>
    {
        private readonly QuadraticTask<float> _task = new(10, 1);

        public int Runs { get; private set; }

        public ParameterLayout Layout => _task.Layout;

        public Span<float> Statistics => default;

        public void Initialize(Span<float> theta, Rng rng)
        {
            Runs++;
            _task.Initialize(theta, rng);
        }

        public LossAndAccuracy Loss(ReadOnlySpan<float> theta, Batch<float> batch) => _task.Loss(theta, batch);

        public LossAndAccuracy LossAndGradient(ReadOnlySpan<float> theta, Batch<float> batch, Span<float> gradient) =>
            _task.LossAndGradient(theta, batch, gradient);
    }
}
