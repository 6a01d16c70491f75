using System.Collections.Immutable;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Mlp;

namespace L2O.Experiments;

/// <summary>Experiments by name that train on many inner runs side by side.</summary>
internal static class ParticlePresets
{
    /// <summary>In the order to show.</summary>
    public static ImmutableArray<ExperimentPreset> All { get; } =
    [
        new("pes-digits", "persistent evolution strategies on small networks for the digits at 8x8",
            new Experiment(learnedOptimizer: new CoordinateMlp(), particles: new(metaSteps: 1000, families:
            [
                new([new(data: [new("digits,resize=8")], networks: new(narrowest: 16, widest: 64))],
                    new EstimatorSettings(EstimatorKind.Pes, particles: 8, truncation: 50), new HorizonSettings(200)),
            ]))),
        new("multi-task-mlp", "a coordinate-wise MLP by back-propagation on three data sets and six networks",
            new Experiment(data: new("mnist"), learnedOptimizer: new CoordinateMlp(), particles: new(metaSteps: 4800, epochSteps: 240,
                families: [MultiTask(["digits", "mnist", "fashion-mnist"])],
                metaOptimizer: OptimizerSettings.Parse("adam@0.003:schedule=cosine:min=0.16666666666666666"),
                validation: new(runs: 18, iterations: 200)))),
    ];

    /// <summary>Six networks on each data set, in truncations of 20 of 200 steps (200 and the one that begins the next run).</summary>
    private static TaskFamilySettings MultiTask(ImmutableArray<string> sources) => new(
        [
            new(data: [.. sources.Select(static source => new DataVariation(source))],
                networks: new(["mlp-sigmoid-20", "mlp-relu-20", "mlp-tanh-20", "mlp-relu-40-40", "mlp-sigmoid-20-20",
                    "mlp-relu-20-batchnorm"]),
                batchSizes: [128]),
        ],
        new EstimatorSettings(EstimatorKind.TruncatedBptt, particles: 1, truncation: 20), new HorizonSettings(200),
        new MetaLossSettings(MetaLossKind.Log));
}
