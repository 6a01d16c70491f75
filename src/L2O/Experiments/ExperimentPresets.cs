using System.Collections.Immutable;
using System.Globalization;
using L2O.MetaTraining;
using L2O.MetaTraining.Regularizers;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;

namespace L2O.Experiments;

/// <summary>
/// Experiments by name: what the quickstart runs, those of the study and of its side notebooks, and the further architectures.
/// </summary>
public static class ExperimentPresets
{
    private const string Sigmoid = "mlp-sigmoid-20";
    private const string LeakyRelu = "mlp-leaky-relu-20";
    private const string BatchNorm = "mlp-relu-20-batchnorm";

    private static readonly ImmutableArray<string> s_everywhere =
    [
        "mlp-sigmoid-20", "mlp-sigmoid-40", "mlp-sigmoid-20-20", "mlp-relu-20", "mlp-leaky-relu-20",
            "mlp-tanh-20", "mlp-relu-100-100", "mlp-relu-20-batchnorm", "conv-mnist",
    ];

    private static readonly ImmutableArray<ExperimentPreset> s_all =
    [
        // Ten times the meta-learning rate of the study: nine epochs instead of fifty have to do (docs/decisions/0005).
        new("quick", "what the quickstart meta-trains",
            new Experiment(metaTraining: new(epochs: 9, metaLearningRate: 0.01, finalMetaLearningRate: 0.003))),
        Paper("sigmoid", "the study's main optimizee", Sigmoid),
        Paper("leaky-relu", "its optimizee with a rescale symmetry", LeakyRelu),
        Paper("batchnorm", "its optimizee with a scale symmetry", BatchNorm),
        Paper("relu", "an optimizee of its activation sweep", "mlp-relu-20"),
        Paper("tanh", "an optimizee of its activation sweep", "mlp-tanh-20"),
        Paper("softplus", "an optimizee of its activation sweep", "mlp-softplus-20"),
        Paper("generalization", "far away from its own optimizee (claim C11)", Sigmoid,
            metaTesting: new(s_everywhere, ["adam", "sgd", "momentum", "lion"])),
        Paper("lion-sgd", "mixtures of Lion and SGD (claims C6, C7)", Sigmoid,
            metaTesting: new(["mlp-sigmoid-100-100"], ["lion-sgd-0", "lion-sgd-0.1", "lion-sgd-0.25", "lion-sgd-0.5", "lion-sgd-1"])),
        .. Regularized("rescale", RegularizerKind.Rescale, LeakyRelu, [0.01, 0.1, 0.5, 1, -0.01]),
        .. Regularized("scale", RegularizerKind.Scale, BatchNorm, [0.01, 0.1, 0.5, 1, -0.01]),
        .. Regularized("translation", RegularizerKind.Translation, LeakyRelu, [0.1, -0.01]),
        .. Regularized("all", RegularizerKind.All, LeakyRelu, [0.1, -0.01]),
        Paper("norm", "charged for the norm of its updates", LeakyRelu, training: new(regularizer: new(RegularizerKind.Norm, 0.1))),
        Paper("parameter-value", "reads the parameter too", LeakyRelu, new CoordinateLstm(extraInputs: [ExtraInput.ParameterValue])),
        Paper("stiffness", "reads the stiffness index too", LeakyRelu, new CoordinateLstm(extraInputs: [ExtraInput.Stiffness])),
        Paper("log10-stiffness", "reads its logarithm too", LeakyRelu, new CoordinateLstm(extraInputs: [ExtraInput.Log10Stiffness])),
        Paper("time", "reads the time too", LeakyRelu, new CoordinateLstm(extraInputs: [ExtraInput.Time])),
        Paper("time-decay", "reads exp(-t/T) too", LeakyRelu, new CoordinateLstm(extraInputs: [ExtraInput.TimeDecay])),
        Paper("fast-time-decay", "reads exp(-2t/T) too", LeakyRelu, new CoordinateLstm(extraInputs: [ExtraInput.FastTimeDecay])),
        Paper("shared-state", "one state for all coordinates", LeakyRelu, new CoordinateLstm(sharedState: true)),
        Paper("random-start", "Adam trains up to a random iteration", LeakyRelu, training: new(randomStart: new())),
        Paper("unroll-10", "a meta-step every 10 iterations", LeakyRelu, training: new(unroll: 10)),
        Paper("unroll-30", "a meta-step every 30 iterations", LeakyRelu, training: new(unroll: 30)),
        Paper("random-unroll", "a meta-step every 10 to 30 iterations", LeakyRelu, training: new(unroll: 10, longestUnroll: 30)),
        Paper("sum-loss", "the sum of the losses instead of its logarithm", LeakyRelu, training: new(logLoss: false)),
        Paper("clipped", "meta-gradients at most 1 long", LeakyRelu, training: new(clipNorm: 1)),
        Paper("partial", "drives the weights, Adam the biases", LeakyRelu, new PartialControl()),
        Paper("mixed-feature", "activations mixed over the units", "mlp-mixed-feature-20"),
        Paper("mixed-batch", "activations mixed over the samples", "mlp-mixed-batch-20"),
        Paper("layernorm-fade", "a layer norm that fades out over 100 iterations", "mlp-relu-20-layernorm-fade-100"),
        new("paper/multi-task", "sigmoid, ReLU and tanh networks in turn",
            new Experiment(data: new("mnist"), tasks: [new(Sigmoid), new("mlp-relu-20"), new("mlp-tanh-20")])),
        new("paper/cifar", "its CIFAR-10 network", new Experiment(data: new("cifar-10"), optimizee: "cifar-mlp-sigmoid-40-40")),
        Paper("conv", "a small convolutional network", "conv-mnist"),
        new("rnnprop", "RNNProp (Lv et al. 2017)",
            new Experiment(learnedOptimizer: new RnnProp(),
            metaTraining: new(epochs: 9, metaLearningRate: 0.003, finalMetaLearningRate: 0.001))),
        new("mlp", "a coordinate-wise MLP after Metz et al. 2019",
            new Experiment(learnedOptimizer: new CoordinateMlp(),
            metaTraining: new(epochs: 9, metaLearningRate: 0.003, finalMetaLearningRate: 0.001))),
        new("learnable-sgd", "SGD whose learning rate and momentum are learned",
            new Experiment(learnedOptimizer: new LearnableSgd(),
            metaTraining: new(epochs: 9, metaLearningRate: 0.03, finalMetaLearningRate: 0.01))),
        new("learnable-adam", "Adam whose hyperparameters are learned",
            new Experiment(learnedOptimizer: new LearnableAdam(),
            metaTraining: new(epochs: 9, metaLearningRate: 0.03, finalMetaLearningRate: 0.01))),
        .. ParticlePresets.All,
        .. FieldPresets.All,
    ];

    /// <summary>All presets, in the order to show.</summary>
    public static ImmutableArray<ExperimentPreset> All => s_all;

    /// <summary>All names, in the order to show.</summary>
    public static ImmutableArray<string> Names { get; } = [.. s_all.Select(static preset => preset.Name)];

    /// <summary>The preset of that name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Experiment Find(string name) => s_all.FirstOrDefault(preset => preset.Name == name)?.Experiment
        ?? throw new ArgumentException(
        $"unknown preset '{name}'; expected one that 'l2o presets' " +
            $"lists{(NearestName.Find(name, Names) is { } near ? $"; did you mean '{near}'?" : "")}");

    private static ExperimentPreset Paper(
        string name, string purpose, string optimizee, ILearnedOptimizer? learned = null,
            MetaTrainingSettings? training = null, MetaTestPlan? metaTesting = null) =>
        new($"paper/{name}", purpose, new Experiment(data: new DataSettings("mnist"), optimizee: optimizee,
            learnedOptimizer: learned, metaTraining: training, metaTesting: metaTesting));

    /// <summary>A regularizer at several weights; below zero it rewards symmetry breaking.</summary>
    private static IEnumerable<ExperimentPreset> Regularized(string name, RegularizerKind kind, string optimizee, double[] weights) =>
        weights.Select(beta => Paper(
        string.Create(CultureInfo.InvariantCulture, $"{name}-{(beta < 0 ? "reward-" : "")}{Math.Abs(beta)}"),
        string.Create(CultureInfo.InvariantCulture, $"{(beta < 0 ? "rewarded" : "charged")} for {name} symmetry breaking, β = {beta}"),
        optimizee,
        training: new(regularizer: new(kind, beta))));
}
