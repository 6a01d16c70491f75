using System.Collections.Immutable;
using L2O.Bench.Results;
using L2O.Data;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo2;

namespace L2O.Bench;

/// <summary>
/// Meta-steps of a particle training by PES on the digits at 8x8: 64-32-10, batches of 64, 2,410 parameters; particles side by side over
/// the threads. What a step counts: batch (shared by both signs), the network's pass, the learned optimizer's step, and its part of the
/// meta-step.
/// </summary>
internal sealed class ParticleBench
{
    private const int Particles = 8, Truncation = 50, Horizon = 1000;
    private const string Network = "affine-32+relu+affine-10";

    private static readonly ImmutableArray<string> s_optimizers = ["celo2-base", "celo2"];

    private readonly Dictionary<string, TaskData> _data;

    /// <param name="digits">The training split, any size; only its shape and classes matter.</param>
    public ParticleBench(IDataset digits) => _data = new() { [digits.Name] = new TaskData(digits) };

    /// <summary>All measurements.</summary>
    /// <param name="threads">As many as the machine is asked for.</param>
    public static ImmutableArray<(string Optimizer, int Threads)> All(int threads) =>
    [
        .. from count in new[] { 1, threads }.Distinct()
           from optimizer in s_optimizers
           select (optimizer, count),
    ];

    /// <summary>Takes one measurement.</summary>
    public ParticleResult Measure((string Optimizer, int Threads) one, Repetitions repetitions)
    {
        using var compute = new Compute(one.Threads);
        var learned = new Celo2(one.Optimizer == "celo2", learningRate: 1e-3, initialization: Celo2Initialization.Rule);
        float[] phi = new float[learned.PhiLayout().Count];
        learned.InitializePhi<float>(phi, new Rng(1));
        ParticleFamily<float> family = Family(learned, phi.Length, compute);
        var population = new Population<float>([(family, 1)], phi.Length, int.MaxValue, new SingleProcess(), compute);
        int metaStep = 0;
        Action peak = PeakBench.Operation(compute, out double flops);
        PairedTiming timing = repetitions.Measure(() => population.Estimate(metaStep++, phi, CancellationToken.None), peak);
        double steps = 2 * Particles * Truncation;
        return new ParticleResult(one.Optimizer, one.Threads, timing.Operation.Times(1e6 / steps), steps / timing.Operation.Median,
            flops / timing.Reference.Median / 1e9);
    }

    private ParticleFamily<float> Family(ILearnedOptimizer learned, int phiCount, Compute compute)
    {
        string source = _data.Keys.Single();
        var estimator = new EstimatorSettings(EstimatorKind.Pes, Particles, truncation: Truncation);
        var horizon = new HorizonSettings(Horizon);
        var settings = new TaskFamilySettings([new TaskDistribution([new DataVariation(source)], new NetworkDistribution([Network]))],
            estimator, horizon);
        return new ParticleFamily<float>(estimator, horizon, new Rng(2), phiCount, compute.Lanes,
            _ => new TrainingPair<float>(settings, _data, learned, compute.Serial));
    }
}
