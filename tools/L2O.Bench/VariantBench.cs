using System.Collections.Immutable;
using L2O.Bench.Results;
using L2O.Data;
using L2O.MetaTraining;
using L2O.MetaTraining.Regularizers;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Rules;

namespace L2O.Bench;

/// <summary>
/// Meta-training iterations of every variant, in turns with the plain one on <c>mlp-leaky-relu-20</c>: batch, loss, gradient, step,
/// meta-steps.
/// </summary>
internal sealed class VariantBench : IDisposable
{
    private const string PlainOptimizee = "mlp-leaky-relu-20";
    private const int UnrollsPerRun = 10;

    private static readonly MetaTrainingSettings s_plain = new(unroll: BenchSettings.Unroll);

    private readonly Compute _compute;
    private readonly IDataset _train;
    private readonly Rng _rng = new(1);

    /// <param name="train">Where the batches come from.</param>
    /// <param name="threads">As for <c>--threads</c>.</param>
    public VariantBench(IDataset train, int threads) => (_train, _compute) = (train, new Compute(threads));

    /// <summary>All variants, in the order to show.</summary>
    public static ImmutableArray<Variant> All { get; } =
    [
        new("all extra inputs", new CoordinateLstm(extraInputs:
            [ExtraInput.ParameterValue, ExtraInput.Stiffness, ExtraInput.Log10Stiffness, ExtraInput.Time,
                ExtraInput.TimeDecay, ExtraInput.FastTimeDecay])),
        new("shared state", new CoordinateLstm(sharedState: true)),
        new("rescale regularizer", Training: new(unroll: BenchSettings.Unroll, regularizer: new(RegularizerKind.Rescale))),
        new("all regularizers", Training: new(unroll: BenchSettings.Unroll, regularizer: new(RegularizerKind.All))),
        new("norm regularizer", Training: new(unroll: BenchSettings.Unroll, regularizer: new(RegularizerKind.Norm))),
        new("unroll 10", Training: new(unroll: 10)),
        new("unroll 30", Training: new(unroll: 30)),
        new("random unroll 10 to 30", Training: new(unroll: 10, longestUnroll: 30)),
        new("clipped", Training: new(unroll: BenchSettings.Unroll, clipNorm: 1)),
        new("partial control", new PartialControl()),
        new("two hidden layers", Optimizee: "mlp-leaky-relu-20-20"),
        new("two hidden layers, rescale", Optimizee: "mlp-leaky-relu-20-20",
            Training: new(unroll: BenchSettings.Unroll, regularizer: new(RegularizerKind.Rescale))),
        new("batch norm, scale", Optimizee: "mlp-relu-20-batchnorm",
            Training: new(unroll: BenchSettings.Unroll, regularizer: new(RegularizerKind.Scale))),
        new("fading layer norm", Optimizee: "mlp-relu-20-layernorm-fade-100"),
        new("rnnprop", new RnnProp()),
        new("mlp", new CoordinateMlp()),
        new("learnable sgd", new LearnableSgd()),
        new("learnable adam", new LearnableAdam()),
    ];

    public void Dispose() => _compute.Dispose();

    /// <summary>Takes one measurement.</summary>
    public VariantResult Measure(Variant variant, Repetitions repetitions)
    {
        PairedTiming timing = repetitions.Measure(Iterations(variant), Iterations(new Variant("plain")));
        return new VariantResult(variant.Name, timing.Operation.Times(1000.0 / Period), timing.Ratio.Median);
    }

    /// <summary>Iterations of an operation: a multiple of every fixed unroll's length.</summary>
    private static int Period => 3 * BenchSettings.Unroll;

    private Action Iterations(Variant variant)
    {
        int inputSize = _train.InputShape.Aggregate(1, static (product, size) => product * size);
        IOptimizee<float> optimizee = OptimizeeCatalog.Create<float>(variant.Optimizee ?? PlainOptimizee,
            inputSize, _train.ClassCount, _compute);
        var batches = new MinibatchSampler<float>(_train, BenchSettings.BatchSize, _rng);
        ILearnedOptimizer learned = variant.Learned ?? new CoordinateLstm();
        var phi = new AlignedBuffer<float>(learned.PhiLayout().Count);
        learned.InitializePhi(phi.Span, _rng.Split("phi"));
        var metaOptimizer = new Adam(1e-3);
        var run = new MetaRun<float>(learned.Bind<float>(phi.Span, _compute), phi, optimizee,
            metaOptimizer.Start(learned.PhiLayout()), variant.Training ?? s_plain);
        int calls = 0;
        return () =>
        {
            if (calls++ % UnrollsPerRun == 0)
                run.Restart(_rng.Split("theta"));
            for (int step = 0; step < Period; step++)
                run.TrainStep(batches.Next());
        };
    }

    /// <summary>What is not as usual.</summary>
    internal sealed record Variant(string Name, ILearnedOptimizer? Learned = null,
        MetaTrainingSettings? Training = null, string? Optimizee = null);
}
