using System.Collections.Immutable;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Optimizers;

namespace L2O.Studies.Paper;

/// <summary>The meta-tests of the study.</summary>
/// <param name="sizes">How much of everything.</param>
/// <param name="trainings">The meta-trainings whose learned optimizers are tested.</param>
internal sealed class PaperTests(PaperSizes sizes, ImmutableArray<PaperTraining> trainings)
{
    private const string Sigmoid = PaperTrainings.Sigmoid;
    private const string LeakyRelu = PaperTrainings.LeakyRelu;
    private const string BatchNorm = PaperTrainings.BatchNorm;
    private const string Wide = "mlp-sigmoid-100-100";
    private const int SpeedIterations = 200;

    private static readonly ImmutableArray<OptimizerSettings> s_mixtures =
        ["lion-sgd-0", "lion-sgd-0.1", "lion-sgd-0.25", "lion-sgd-0.5", "lion-sgd-1"];

    /// <summary>All of them, in the order of the study's figures.</summary>
    public ImmutableArray<PaperTest> All =>
    [
        Own("test-sigmoid", ["curves"], Sigmoid, Of(Sigmoid), sizes.Iterations, sizes.Runs),
        Speed(),
        Deviations("dynamics-leaky-relu", LeakyRelu),
        Deviations("dynamics-batchnorm", BatchNorm),
        Own("test-leaky-relu", ["fig5"], LeakyRelu, Sweep(LeakyRelu, "rescale-"), sizes.Iterations, sizes.Runs),
        Own("test-batchnorm", ["fig5"], BatchNorm, Sweep(BatchNorm, "scale-"), sizes.Iterations, sizes.Runs),
        Far(PaperTest.Generalization, Of(Sigmoid), sizes.FarOptimizees, sizes.FarBaselines),
        Far(PaperTest.FarRescale, Sweep(LeakyRelu, "rescale-"), [Wide, PaperTrainings.OptimizeeOf(BatchNorm)], ["adam"]),
        Far(PaperTest.FarTranslation, Sweep(Sigmoid, "translation-"), [PaperTrainings.OptimizeeOf(BatchNorm)], ["adam"]),
        new("lion-sgd", ["fig7"], [], Plan([Wide], s_mixtures, sizes.Iterations, sizes.Runs), new MeasurePlan(["deviations"], 10, [])),
        Snapshots("noise-leaky-relu", "fig8", LeakyRelu, sizes.NoiseSnapshots, "noise"),
        Snapshots("covariance-leaky-relu", "fig8", LeakyRelu, sizes.CovarianceSnapshots, "eigenvalues"),
        Snapshots("updates-sigmoid", "fig9", Sigmoid, sizes.HistogramSnapshots, "histograms", "norms", "direction"),
    ];

    private PaperTest Speed() => new(PaperTest.Speed, ["curves"], Of(PaperTrainings.SigmoidSum),
        Plan([PaperTrainings.OptimizeeOf(Sigmoid)], StudyRates.OfSpeed, SpeedIterations, sizes.Runs));

    private PaperTest Deviations(string name, string network) =>
        Own(name, ["fig4"], network, Of(network), sizes.Iterations, sizes.Runs) with
        {
            Measures = new MeasurePlan(["deviations", "norms", "stiffness", "direction"], 1, []),
        };

    private PaperTest Snapshots(string name, string figure, string network, ImmutableArray<int> snapshots, params string[] measures) =>
        Own(name, [figure], network, Of(network), snapshots[^1], sizes.CostlyRuns) with
        {
            Measures = new MeasurePlan([.. measures], 0, snapshots),
        };

    private PaperTest Own(string name, ImmutableArray<string> figures, string network, ImmutableArray<string> tested, int iterations,
        int runs)
    {
        string optimizee = PaperTrainings.OptimizeeOf(network);
        return new PaperTest(name, figures, tested, Plan([optimizee], StudyRates.Baselines(optimizee), iterations, runs));
    }

    private PaperTest Far(string name, ImmutableArray<string> tested, ImmutableArray<string> optimizees,
        ImmutableArray<OptimizerSettings> baselines) =>
        new(name, ["fig6"], tested, Plan(optimizees, baselines, sizes.Iterations, sizes.CostlyRuns));

    private MetaTestPlan Plan(ImmutableArray<string> optimizees, ImmutableArray<OptimizerSettings> baselines, int iterations, int runs) =>
        new(optimizees, baselines, iterations, runs, search: sizes.Search, lossThreshold: LossCurve.ReportedThreshold);

    private ImmutableArray<string> Of(string condition) =>
        [.. trainings.Where(training => training.Condition == condition).Select(static training => training.Name)];

    /// <summary>A network's plain condition and those with a weight β.</summary>
    private ImmutableArray<string> Sweep(string network, string prefix) =>
        [.. trainings.Where(training => training.Condition == network
            || training.Condition.StartsWith($"{network}-{prefix}", StringComparison.Ordinal)).Select(static training => training.Name)];
}
