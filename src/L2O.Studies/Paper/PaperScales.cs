using System.Collections.Immutable;
using L2O.MetaTraining;
using L2O.MetaTraining.Regularizers;
using L2O.Numerics;

namespace L2O.Studies.Paper;

/// <summary>The scales at which the study can be reproduced.</summary>
internal static class PaperScales
{
    private static readonly ImmutableArray<string> s_far =
        ["mlp-sigmoid-20", "mlp-sigmoid-40", "mlp-sigmoid-20-20", "mlp-relu-20", "mlp-leaky-relu-20",
            "mlp-tanh-20", "mlp-relu-100-100", "mlp-relu-20-batchnorm", "conv-mnist"];

    /// <summary>Minutes on the embedded digits: everything once, too small for verdicts to mean much.</summary>
    public static PaperScale Smoke { get; } = new("smoke", "every step once, on a few digits, in minutes",
        "digits", 3_840, new PaperSizes
        {
            Schedule = static (name, regularizer) => new MetaTrainingSettings(epochs: 2, runsPerEpoch: 10, testRuns: 2,
                metaLearningRate: 0.01, logLoss: name != PaperTrainings.SigmoidSum, regularizer: regularizer),
            Betas = [1],
            FarBetas = [1],
            Runs = 3,
            CostlyRuns = 2,
            Iterations = 200,
            NoiseSnapshots = [1, 10, 100],
            CovarianceSnapshots = [1, 20, 100],
            HistogramSnapshots = [1, 5, 10, 30, 100, 500],
            FarOptimizees = ["mlp-sigmoid-20", "mlp-relu-20", "mlp-sigmoid-20-20"],
            FarBaselines = ["adam", StudyRates.Sgd],
        })
    { CanJudge = false };

    /// <summary>An hour at most on two cores on MNIST.</summary>
    public static PaperScale Quick { get; } = new("quick",
        "all figures and verdicts on MNIST, under an hour on two cores", "mnist", null, new PaperSizes
        {
            Schedule = QuickSchedule,
            Starts = static (_, _) => 2,
            Betas = [0.1, 0.5, 1],
            FarBetas = [1],
            Runs = 10,
            CostlyRuns = 3,
            Iterations = 200,
            NoiseSnapshots = [1, 10, 30, 100, 300, 1000],
            CovarianceSnapshots = [1, .. EachTwentieth(200)],
            HistogramSnapshots = [1, 5, 10, 30, 100, 500],
            FarOptimizees = s_far,
            FarBaselines = StudyRates.Searched,
        });

    /// <summary>The study's own sizes: most of a day on two cores.</summary>
    public static PaperScale Full { get; } = new("full", "the study's own sizes: 50 epochs at its meta-learning rate",
        "mnist", null, new PaperSizes
        {
            Schedule = FullSchedule,
            Starts = static (condition, regularizer) => regularizer is null && condition != PaperTrainings.SigmoidSum ? 5 : 3,
            Betas = [0.1, 0.5, 1],
            FarBetas = [0.1, 0.5, 1],
            Runs = 10,
            CostlyRuns = 3,
            Iterations = 1000,
            NoiseSnapshots = [1, 10, 50, 100, 200, 300, 400, 500, 600, 700, 800, 900, 1000],
            CovarianceSnapshots = [1, .. EachTwentieth(1000)],
            HistogramSnapshots = [1, 5, 10, 30, 100, 500],
            FarOptimizees = s_far,
            FarBaselines = StudyRates.Searched,
        });

    /// <summary>All of them, from the smallest to the largest.</summary>
    public static ImmutableArray<PaperScale> All => [Smoke, Quick, Full];

    /// <summary>The scale of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static PaperScale Find(string name) => All.FirstOrDefault(scale => scale.Name == name) ?? throw new ArgumentException(
        $"unknown scale '{name}'; expected " +
            $"{string.Join(", ", All.Select(static scale => scale.Name))}" +
                $"{(NearestName.Find(name, All.Select(static scale => scale.Name)) is { } near ? $"; did you mean '{near}'?" : "")}");

    private static IEnumerable<int> EachTwentieth(int last) => Enumerable.Range(1, last / 20).Select(static step => 20 * step);

    /// <summary>
    /// The sigmoid network as the preset <c>quick</c>. The others clip the meta-gradient: the charge of an untrained optimizer's first
    /// updates is a thousand times its loss, and without the clipping it fills Adam's second moments so that nothing is learned for dozens
    /// of epochs (docs/decisions/0010).
    /// </summary>
    private static MetaTrainingSettings QuickSchedule(string name, SymmetryRegularizerSettings? regularizer) => name switch
    {
        _ when name.StartsWith("leaky-relu", StringComparison.Ordinal) =>
            new MetaTrainingSettings(epochs: 12, metaLearningRate: 0.003, finalMetaLearningRate: 0.001,
                clipNorm: 1, regularizer: regularizer),
        _ when name.StartsWith("batchnorm", StringComparison.Ordinal) =>
            new MetaTrainingSettings(epochs: 10, metaLearningRate: 0.01, finalMetaLearningRate: 0.003,
                clipNorm: 1, regularizer: regularizer),
        PaperTrainings.SigmoidSum =>
            new MetaTrainingSettings(epochs: 9, metaLearningRate: 0.01, finalMetaLearningRate: 0.003, logLoss: false),
        _ => new MetaTrainingSettings(epochs: 9, metaLearningRate: 0.01, finalMetaLearningRate: 0.003, regularizer: regularizer),
    };

    private static MetaTrainingSettings FullSchedule(string name, SymmetryRegularizerSettings? regularizer) =>
        name == PaperTrainings.SigmoidSum ? new MetaTrainingSettings(metaLearningRate: 0.01, logLoss: false)
            : new MetaTrainingSettings(regularizer: regularizer);
}
