using System.Collections.Immutable;
using System.Globalization;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.MetaTraining.Regularizers;

namespace L2O.Studies.Paper;

/// <summary>A reproduction of the study at one scale: what is meta-trained, tested and measured.</summary>
/// <param name="Name">E.g. <c>quick</c>.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
/// <param name="Data">The dataset's name.</param>
/// <param name="Samples">Training samples that are used of it, and a fifth as many of the test split; null for all.</param>
/// <param name="Trainings">The meta-trainings.</param>
/// <param name="Tests">The meta-tests.</param>
internal sealed record PaperScale(string Name, string Purpose, string Data, int? Samples,
    ImmutableArray<PaperTraining> Trainings, ImmutableArray<PaperTest> Tests)
{
    /// <summary>
    /// Whether verdicts mean something: a scale that meta-trains for a few moments shows that every step works, and no more.
    /// </summary>
    public bool CanJudge { get; init; } = true;

    private const string Sigmoid = "sigmoid";
    private const string LeakyRelu = "leaky-relu";
    private const string BatchNorm = "batchnorm";
    private const double LossThreshold = LossCurve.ReportedThreshold; // the study's own code counts to it

    /// <summary>The study's figures that there are steps for, in the order of the study.</summary>
    public ImmutableArray<string> Figures => [.. Tests.SelectMany(static test => test.Figures).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Puts a scale together from its sizes.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="data">The dataset's name.</param>
    /// <param name="samples">Training samples that are used; null for all.</param>
    /// <param name="sizes">How much of everything.</param>
    public static PaperScale Of(string name, string purpose, string data, int? samples, PaperSizes sizes)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        ImmutableArray<PaperTraining> rescale = Sweep(LeakyRelu, "rescale", RegularizerKind.Rescale, sizes),
            scale = Sweep(BatchNorm, "scale", RegularizerKind.Scale, sizes);
        return new PaperScale(name, purpose, data, samples, [Training(Sigmoid, "l2o", Sigmoid, null, sizes), .. rescale, .. scale],
        [
            Test("test-sigmoid", ["curves"], [Sigmoid], Plan(sizes, OptimizeeOf(Sigmoid))),
            Test("dynamics-leaky-relu", ["fig4"], [LeakyRelu], Plan(sizes, OptimizeeOf(LeakyRelu)),
                every: 1, [], "deviations", "norms", "stiffness", "direction"),
            Test("dynamics-batchnorm", ["fig4"], [BatchNorm], Plan(sizes, OptimizeeOf(BatchNorm)),
                every: 1, [], "deviations", "norms", "stiffness", "direction"),
            Test("test-leaky-relu", ["fig5"], [.. rescale.Select(static training => training.Name)], Plan(sizes, OptimizeeOf(LeakyRelu))),
            Test("test-batchnorm", ["fig5"], [.. scale.Select(static training => training.Name)], Plan(sizes, OptimizeeOf(BatchNorm))),
            Test(PaperTest.Generalization, ["fig6"], [Sigmoid],
                new MetaTestPlan(sizes.FarOptimizees, sizes.FarBaselines, sizes.Iterations, sizes.CostlyRuns, search: sizes.Search,
                lossThreshold: LossThreshold)),
            Test("lion-sgd", ["fig7"], [],
                new MetaTestPlan(["mlp-sigmoid-100-100"], ["lion-sgd-0", "lion-sgd-0.1", "lion-sgd-0.25", "lion-sgd-0.5", "lion-sgd-1"],
                sizes.Iterations, sizes.Runs, search: sizes.Search,
                lossThreshold: LossThreshold), every: 10, [], "deviations"),
            Test("noise-leaky-relu", ["fig8"], [LeakyRelu],
                new MetaTestPlan([OptimizeeOf(LeakyRelu)], StudyRates.Baselines(OptimizeeOf(LeakyRelu)), sizes.NoiseSnapshots[^1],
                sizes.CostlyRuns, search: sizes.Search,
                lossThreshold: LossThreshold), every: 0, sizes.NoiseSnapshots, "noise"),
            Test("covariance-leaky-relu", ["fig8"], [LeakyRelu],
                new MetaTestPlan([OptimizeeOf(LeakyRelu)], StudyRates.Baselines(OptimizeeOf(LeakyRelu)), sizes.CovarianceSnapshots[^1],
                sizes.CostlyRuns, search: sizes.Search,
                lossThreshold: LossThreshold), every: 0, sizes.CovarianceSnapshots, "eigenvalues"),
            Test("updates-sigmoid", ["fig9"], [Sigmoid],
                new MetaTestPlan([OptimizeeOf(Sigmoid)], StudyRates.Baselines(OptimizeeOf(Sigmoid)), sizes.HistogramSnapshots[^1],
                sizes.CostlyRuns, search: sizes.Search,
                lossThreshold: LossThreshold), every: 0, sizes.HistogramSnapshots, "histograms", "norms", "direction"),
        ]);
    }

    /// <summary>The same with another dataset.</summary>
    /// <param name="data">Its name.</param>
    public PaperScale On(string data) => this with { Data = data };

    private static ImmutableArray<PaperTraining> Sweep(string network, string prefix, RegularizerKind kind, PaperSizes sizes) =>
    [
        Training(network, "l2o", network, null, sizes),
        .. sizes.Betas.Select(beta =>
        {
            string optimizer = string.Create(CultureInfo.InvariantCulture, $"{prefix}-{beta}");
            return Training($"{network}-{optimizer}", optimizer, network, new SymmetryRegularizerSettings(kind, beta), sizes);
        }),
    ];

    private static PaperTraining Training(string name, string optimizer, string network,
        SymmetryRegularizerSettings? regularizer, PaperSizes sizes) =>
        new(name, optimizer, OptimizeeOf(network), sizes.Schedule(name, regularizer), sizes.Seed(name));

    private static MetaTestPlan Plan(PaperSizes sizes, string optimizee) =>
        new([optimizee], StudyRates.Baselines(optimizee), sizes.Iterations, sizes.Runs, search: sizes.Search,
            lossThreshold: LossThreshold);

    private static PaperTest Test(string name, ImmutableArray<string> figures, ImmutableArray<string> trainings, MetaTestPlan plan) =>
        new(name, figures, trainings, plan);

    private static PaperTest Test(string name, ImmutableArray<string> figures, ImmutableArray<string> trainings,
        MetaTestPlan plan, int every, ImmutableArray<int> snapshots, params ImmutableArray<string> measures) =>
        new(name, figures, trainings, plan, new MeasurePlan(measures, every, snapshots));

    private static string OptimizeeOf(string network) => network switch
    {
        LeakyRelu => "mlp-leaky-relu-20",
        BatchNorm => "mlp-relu-20-batchnorm",
        _ => "mlp-sigmoid-20",
    };
}
