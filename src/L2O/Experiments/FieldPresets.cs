using System.Collections.Immutable;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;

namespace L2O.Experiments;

/// <summary>
/// The meta-training that Celo (Moudgil et al. 2025) and its peers were published with: PES on four small image networks at 8x8, 100,000
/// meta-steps, parameters rescaled from 0.001 to 1,000. SVHN, the fourth of its data sets, has no reader here: the digits stand in.
/// </summary>
internal static class FieldPresets
{
    private const int MetaSteps = 100_000;
    private const int EpochSteps = 5000;
    private const string CeloRate = "0.0003", PeersRate = "0.0001";

    // Keys of Celo's phi that belong to the small network, which its second phase leaves alone.
    private const string NetworkOfCelo = ":skip=w0.*:skip=b0:skip=dense_*";

    private static readonly ImmutableArray<string> s_sources = ["cifar-10,gray=true,resize=8", "fashion-mnist,resize=8", "mnist,resize=8",
        "digits,resize=8"];

    /// <summary>In the order to show.</summary>
    public static ImmutableArray<ExperimentPreset> All { get; } =
    [
        Published("celo-phase-1", "Celo's small network, without its schedule", new Celo(isScheduled: false), CeloRate),
        Published("celo-phase-2", "Celo's schedule; the network comes with startFrom=FOLDER of phase 1", new Celo(),
            CeloRate + NetworkOfCelo),
        Published("celo-adam", "Celo's schedule over Adam", new CeloAdam(), CeloRate),
        Published("celo2", "Celo2: orthogonal updates, Adam for vectors at 20 times the rate", Of(orthogonalize: true), PeersRate),
        Published("celo2-base", "Celo2 without orthogonal updates", Of(orthogonalize: false), PeersRate),
        Published("small-fc", "the small network of Metz et al. 2022", new SmallFc(), PeersRate),
        Published("velo-s", "VeLO at the size that Celo is compared with", new Velo(lstmSize: 64, bankSize: 32, mixFactor: 1), PeersRate),
    ];

    private static Celo2 Of(bool orthogonalize) => new(orthogonalize, learningRate: 0.001,
        vectorRule: orthogonalize ? Celo2VectorRule.UncorrectedAdam : Celo2VectorRule.Learned,
        vectorRateFactor: orthogonalize ? 20 : 1);

    private static ExperimentPreset Published(string name, string purpose, ILearnedOptimizer learned, string rate) =>
        new($"field/{name}", purpose, new Experiment(learnedOptimizer: learned, particles: new(MetaSteps, EpochSteps,
            [.. s_sources.Select(Family)], OptimizerSettings.Parse($"adamw@{rate}:weight-decay=0.0001"))));

    private static TaskFamilySettings Family(string source) => new(
        [new(data: [new(source)], batchSizes: [64], augmentation: new(ScaleKind.Global, scaleRange: 1000))],
        new EstimatorSettings(EstimatorKind.Pes, particles: 8, truncation: 50), new HorizonSettings(2000, shortest: 100),
        new MetaLossSettings(MetaLossKind.Clipped));
}
