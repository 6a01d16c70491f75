using L2O.Data;
using L2O.Data.Digits;
using L2O.MetaTesting;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.MetaTesting;

public sealed class MetaTestTests
{
    private static readonly DataSplits s_digits = SyntheticDigits.Load(trainCount: 60, testCount: 40);

    private static readonly MetaTestSettings s_settings = new(iterations: 12, runs: 2, batchSize: 10, testEvery: 5, search: new(runs: 1));

    private static readonly string[] s_optimizees = ["mlp-sigmoid-3", "mlp-relu-4-batchnorm"];

    private static readonly Contestant[] s_contestants =
    [
        Contestant.Tuned("sgd", OptimizerCatalog.Factory<float>("sgd")),
        Contestant.Ready("l2o", static compute => LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 4), compute, 1, out _)),
        Contestant.Tuned("adam", OptimizerCatalog.Factory<float>("adam")),
    ];

    // Computed once: most tests look at the same comparison.
    private static readonly Lazy<Comparison> s_comparison = new(static () => Run(threads: 2));

    [Theory]
    [InlineData(2_000_000_000, 1, 1, 1000.0, "runs of 2,000,000,000 iterations are too long to be stored; expected at most 53,687,089")]
    [InlineData(10_000_000, 100, 3, 25.0, "1,000 runs of 10,000,000 iterations, and 300 searches, need 800.0 GB of memory or more")]
    [InlineData(1, int.MaxValue, 1, 1e9, "21,474,836,470 runs of 1 iterations")]
    public void Curves_that_no_memory_holds_are_refused_before_anything_runs(int iterations, int runs, int searchRuns, double giga,
        string expected)
    {
        var settings = new MetaTestSettings(iterations, runs, search: new LearningRateSearchSettings(runs: searchRuns));
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(
            () => MetaTestMemory.Require(settings, 5, 2, (long)(giga * 1e9))).Message, StringComparison.Ordinal);
        MetaTestMemory.Require(new MetaTestSettings(1_000_000), 1, 4, 1_000_000_000);
    }

    [Fact]
    public void Results_do_not_depend_on_the_number_of_threads()
    {
        Comparison one = Run(threads: 1), three = Run(threads: 3);
        Assert.Equal(one.Curves.Select(Text), three.Curves.Select(Text));
        Assert.Equal(one.Searches.Select(Text), three.Searches.Select(Text));
    }

    [Fact]
    public void Curves_come_by_optimizee_then_optimizer_then_run_with_a_point_each_iteration()
    {
        Comparison comparison = s_comparison.Value;
        Assert.Equal(
            from optimizee in s_optimizees
            from contestant in s_contestants
            from run in new[] { 0, 1 }
            select (optimizee, contestant.Name, run),
            comparison.Curves.Select(static curve => (curve.Optimizee, curve.Optimizer, curve.Run)));
        Assert.All(comparison.Curves,
            static curve => Assert.Equal(Enumerable.Range(1, 12), curve.Points.Select(static point => point.Iteration)));
        Assert.Equal(("digits", 12), (comparison.Data, comparison.Iterations));
    }

    [Fact]
    public void All_optimizers_start_a_run_from_the_same_theta_and_runs_differ()
    {
        foreach (IGrouping<(string, int), LossCurve>
            group in s_comparison.Value.Curves.GroupBy(static curve => (curve.Optimizee, curve.Run)))
            Assert.Single(group.Select(static curve => curve.Points[0].TrainLoss).Distinct());
        Assert.Equal(4, s_comparison.Value.Curves.Select(static curve => curve.Points[0].TrainLoss).Distinct().Count());
    }

    [Fact]
    public void Test_batches_are_evaluated_at_the_chosen_iterations_only() => Assert.All(
        s_comparison.Value.Curves.SelectMany(static curve => curve.Points),
        static point =>
        {
            Assert.Equal(point.Iteration % 5 != 0, double.IsNaN(point.TestLoss));
            Assert.Equal(point.Iteration % 5 != 0, double.IsNaN(point.TestAccuracy));
        });

    [Fact]
    public void The_last_theta_is_evaluated_over_both_whole_splits()
    {
        // The learned optimizer's first run, by hand.
        LossCurve curve = s_comparison.Value.Curves.First(static curve => curve.Optimizer == "l2o");
        using var compute = new Compute(threads: 1);
        var rng = new Rng(5);
        var loop = new InnerLoop<float>(
            Create("mlp-sigmoid-3", compute), LearnedRuns.Draw<float>(new CoordinateLstm(hiddenSize: 4), compute, 1, out _),
                rng.Split("meta-test theta"));
        var batches = new MinibatchSampler<float>(s_digits.Train, 10, rng);
        double[] losses = new double[12];
        for (int i = 0; i < losses.Length; i++)
            losses[i] = loop.Step(batches.Next()).Loss;
        Assert.Equal(losses, curve.Points.Select(static point => point.TrainLoss));
        Assert.Equal(loop.Evaluate(new MinibatchSampler<float>(s_digits.Train, 60, rng).Next()).Loss, curve.FinalTrain.Loss, 1e-6);
        LossAndAccuracy test = loop.Evaluate(new MinibatchSampler<float>(s_digits.Test, 40, rng).Next());
        Assert.Equal(test.Loss, curve.FinalTest.Loss, 1e-6);
        Assert.Equal(test.Accuracy, curve.FinalTest.Accuracy, 12);
    }

    [Fact]
    public void A_tuned_optimizer_is_tested_at_the_rate_with_the_smallest_summed_loss()
    {
        Comparison comparison = s_comparison.Value;
        Assert.Equal(2 * 2 * LearningRateSearch.Grid.Length, comparison.Searches.Count);
        Assert.DoesNotContain(comparison.Searches, static trial => trial.Optimizer == "l2o");
        foreach (IGrouping<(string Optimizee, string Optimizer), LearningRateTrial>
            group in comparison.Searches.GroupBy(static trial => (trial.Optimizee, trial.Optimizer)))
        {
            LearningRateTrial chosen = Assert.Single(group, static trial => trial.Chosen);
            Assert.Equal(group.Min(static trial => trial.SummedLosses.Average()), chosen.SummedLosses.Average());
            Contestant fixedRate = Contestant.Ready("fixed",
                _ => OptimizerCatalog.Factory<float>(group.Key.Optimizer)(chosen.LearningRate));
            LossCurve expected = Run(threads: 1, s_settings, [group.Key.Optimizee], [fixedRate], Create).Curves[0];
            LossCurve tuned = comparison.Curves.First(curve => (curve.Optimizee, curve.Optimizer) == group.Key);
            Assert.Equal(expected.Points, tuned.Points);
        }
    }

    [Fact]
    public void A_diverged_run_shows_and_a_diverging_rate_loses()
    {
        var settings = new MetaTestSettings(iterations: 40, runs: 1, batchSize: 1, testEvery: 1, search: new(runs: 2));
        Contestant[] contestants =
        [
            Contestant.Ready("wild", static _ => new Sgd(1e4)),
            Contestant.Tuned("hundredfold", static rate => new Sgd(100 * rate)), // from 5 on the bowl of 4 coordinates throws it out
        ];
        Comparison comparison = Run(threads: 2, settings, ["bowl"], contestants, static (_, _) => new QuadraticTask<float>(4, 1));

        LossCurve wild = comparison.Curves[0];
        Assert.True(wild.Diverged);
        Assert.InRange(wild.Points.Count, 1, 39);
        Assert.All(wild.Points, static point => Assert.True(double.IsFinite(point.TrainLoss)));
        Assert.True(double.IsNaN(wild.FinalTrain.Loss) && double.IsNaN(wild.FinalTest.Loss));
        Assert.False(comparison.Curves[1].Diverged);
        Assert.Contains(comparison.Searches, static trial => double.IsNaN(trial.SummedLosses[0]));
        Assert.All(comparison.Searches.Where(static trial => double.IsNaN(trial.SummedLosses[0])),
            static trial => Assert.False(trial.Chosen));
        Assert.Single(comparison.Searches, static trial => trial.Chosen);
    }

    [Fact]
    public void Where_every_rate_diverges_none_is_chosen_and_the_result_shows_it()
    {
        var settings = new MetaTestSettings(iterations: 40, runs: 1, batchSize: 1, search: new(runs: 1));
        Comparison comparison = Run(threads: 1, settings, ["bowl"], [Contestant.Tuned("wild", static rate => new Sgd(1e9 * rate))],
            static (_, _) => new QuadraticTask<float>(4, 1));
        Assert.DoesNotContain(comparison.Searches, static trial => trial.Chosen);
        Assert.True(Assert.Single(comparison.Curves).Diverged);
    }

    [Fact]
    public void Cancellation_and_failures_of_an_optimizee_come_through_as_they_are()
    {
        using var canceled = new CancellationTokenSource();
        canceled.Cancel();
        var test = new MetaTest(s_digits, s_settings, seed: 5, threads: 2, Create);
        Assert.ThrowsAny<OperationCanceledException>(() => test.Run(s_optimizees, s_contestants, cancellation: canceled.Token));
        var unknown = new MetaTest(s_digits, s_settings, seed: 5, threads: 2, Create);
        Assert.StartsWith("unknown optimizee 'mlp-nothing'",
            Assert.Throws<ArgumentException>(() => unknown.Run(["mlp-nothing"], s_contestants,
            cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_counts_all_iterations_to_the_end()
    {
        var reports = new Reports();
        new MetaTest(s_digits, s_settings, seed: 5, threads: 2, Create)
            .Run(["mlp-sigmoid-3"], s_contestants, reports, TestContext.Current.CancellationToken);
        const long total = 2 * 10 * 6 + 3 * 2 * 12; // rates of two tuned ones over half the iterations, then two runs of all three
        Assert.Equal(total, reports.Values.Max(static report => report.Iterations));
        Assert.All(reports.Values, static report => Assert.Equal(total, report.TotalIterations), throwIfEmpty: true);
    }

    private static Network<float> Create(string name, Compute compute) => OptimizeeCatalog.Create<float>(name, 784, 10, compute);

    private static Comparison Run(int threads) => Run(threads, s_settings, s_optimizees, s_contestants, Create);

    private static Comparison Run(int threads, MetaTestSettings settings, string[] optimizees,
        Contestant[] contestants, Func<string, Compute, IOptimizee<float>> create) =>
        new MetaTest(s_digits, settings, seed: 5, threads, create)
            .Run(optimizees, contestants, cancellation: TestContext.Current.CancellationToken);

    // Shortest text that reads back to the same bits.
    private static string Text(LossCurve curve) =>
        $"{curve.Optimizee} {curve.Optimizer} {curve.Run} {string.Join(" ", curve.Points)} {curve.FinalTrain} {curve.FinalTest}";

    private static string Text(LearningRateTrial trial) =>
        $"{trial.Optimizee} {trial.Optimizer} {trial.LearningRate} {string.Join(" ", trial.SummedLosses)} {trial.Chosen}";

    private sealed class Reports : IProgress<MetaTestProgress>
    {
        public List<MetaTestProgress> Values { get; } = [];

        public void Report(MetaTestProgress value)
        {
            lock (Values)
                Values.Add(value);
        }
    }
}
