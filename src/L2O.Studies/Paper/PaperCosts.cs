using System.Collections.Immutable;
using System.Diagnostics;
using L2O.Data;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Training;

namespace L2O.Studies.Paper;

/// <summary>What an iteration costs on this machine with one thread: for estimates of time, never for results.</summary>
/// <param name="Networks">The networks that were measured; all others count as typical.</param>
internal sealed record PaperCosts(ImmutableArray<PaperCost> Networks)
{
    private const int Iterations = 20;
    private const int Repetitions = 4;

    // A processor of 2023 with 512-bit registers and the study's networks.
    private static readonly PaperCost s_typical = new("", 0.006, 0.003, 0.0006);

    /// <summary>Rough costs of a processor of 2023 with 512-bit registers, the same for all networks.</summary>
    public static PaperCosts Typical { get; } = new([]);

    /// <summary>Measures each network of a scale for some iterations.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="data">Its data.</param>
    /// <param name="cancellation">Ends the work early.</param>
    public static PaperCosts Measure(PaperScale scale, PaperData data, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(data);
        using var compute = new Compute(threads: 1);
        var costs = new List<PaperCost>();
        string[] trained = [.. scale.Trainings.Select(static training => training.Optimizee).Distinct()];
        foreach (string optimizee in trained.Concat(scale.Tests.SelectMany(static test => test.Plan.Optimizees ?? [])).Distinct())
        {
            cancellation.ThrowIfCancellationRequested();
            costs.Add(new PaperCost(
                optimizee,
                trained.Contains(optimizee) ? MetaTraining(optimizee, data, compute) : 0,
                Testing(optimizee, Fresh(compute), data, compute),
                Testing(optimizee, new Adam(0.01), data, compute)));
        }
        return new PaperCosts([.. costs]);
    }

    /// <summary>The costs of a network.</summary>
    /// <param name="optimizee">Its name.</param>
    public PaperCost Of(string optimizee) => Networks.FirstOrDefault(cost => cost.Optimizee == optimizee) ?? s_typical;

    private static LearnedOptimizer<float> Fresh(Compute compute)
    {
        var learned = new CoordinateLstm();
        float[] phi = new float[learned.PhiLayout().Count];
        learned.InitializePhi<float>(phi, new Rng(1));
        return learned.Bind<float>(phi, compute);
    }

    private static double Testing(string optimizee, IOptimizer<float> optimizer, PaperData data, Compute compute)
    {
        var batches = new MinibatchSampler<float>(data.Splits.Train, 128, new Rng(1));
        var loop = new InnerLoop<float>(OptimizeeCatalog.Create<float>(optimizee, data.InputSize, data.Splits.Train.ClassCount, compute),
            optimizer, new Rng(1));
        return Best(() =>
        {
            for (int i = 0; i < Iterations; i++)
                loop.Step(batches.Next());
        }) / Iterations;
    }

    private static double MetaTraining(string optimizee, PaperData data, Compute compute)
    {
        Network<float> network = OptimizeeCatalog.Create<float>(optimizee, data.InputSize, data.Splits.Train.ClassCount, compute);
        return Best(() => new MetaTrainer<float>(
            new CoordinateLstm(), network, data.Splits.Train,
                new MetaTrainingSettings(epochs: 1, runsPerEpoch: 1, testRuns: 0, iterations: Iterations, unroll: Iterations), 1, compute)
                .RunEpoch()) / Iterations;
    }

    /// <summary>The least of several times: the first ones have the compiler in them, and others what else the machine did.</summary>
    private static double Best(Action work)
    {
        double best = double.PositiveInfinity;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            long started = Stopwatch.GetTimestamp();
            work();
            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }
        return best;
    }
}
