using System.Collections.Immutable;
using L2O.Bench.Results;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Optimizers.Rules;

namespace L2O.Bench;

/// <summary>Steps of learned optimizers beside Adam's for networks of different sizes, without these networks. One thread.</summary>
internal sealed class LearnedBench : IDisposable
{
    private const double LearningRate = 1e-6; // so that theta stays where it is
    private const int Horizon = 1000;
    private const double ThetaBound = 0.1, GradientBound = 0.01;

    private static readonly ImmutableArray<int[]> s_networks = [[64, 32, 10], [784, 128, 128, 10], [784, 1024, 256, 10]];
    private static readonly ImmutableArray<string> s_optimizers =
        ["adam", "smallfc", "celo2-base", "velo", "celo", "celo2", "smallfc-32", "mlp", "rnnprop", "lstm"];

    private readonly Compute _compute = new(threads: 1);
    private readonly Action _peak;
    private readonly double _peakFlops;

    public LearnedBench() => _peak = PeakBench.Operation(_compute, out _peakFlops);

    /// <summary>All measurements, in the order to show; only the quick ones of the largest network.</summary>
    public static ImmutableArray<(string Optimizer, int[] Network)> All { get; } =
    [
        .. from network in s_networks
           from optimizer in s_optimizers
           where network != s_networks[^1] || s_optimizers.IndexOf(optimizer) < 6
           select (optimizer, network),
    ];

    public void Dispose() => _compute.Dispose();

    /// <summary>Takes one measurement.</summary>
    public LearnedResult Measure((string Optimizer, int[] Network) one, Repetitions repetitions)
    {
        var layout = new ParameterLayout([.. Enumerable.Range(1, one.Network.Length - 1).SelectMany(layer => new (string, int[])[]
        {
            ($"{layer}.weight", [one.Network[layer], one.Network[layer - 1]]),
            ($"{layer}.bias", [one.Network[layer]]),
        })]);
        OptimizerRun<float> run = Optimizer(one.Optimizer).Start(layout, new RunContext(Horizon, givesLoss: true));
        var theta = new AlignedBuffer<float>(layout.Count);
        var gradient = new AlignedBuffer<float>(layout.Count);
        new Rng(1).FillUniform(theta.Span, ThetaBound);
        new Rng(2).FillUniform(gradient.Span, GradientBound);
        PairedTiming timing = repetitions.Measure(() => run.Step(theta.Span, gradient.Span, loss: 1), _peak);
        return new LearnedResult(one.Optimizer, string.Join('-', one.Network), layout.Count, timing.Operation.Times(1e6),
            timing.Operation.Median * 1e9 / layout.Count, _peakFlops / timing.Reference.Median / 1e9);
    }

    private IOptimizer<float> Optimizer(string name) => name switch
    {
        "adam" => new Adam(LearningRate),
        "smallfc" => Bind(new SmallFc(learningRate: LearningRate)),
        "smallfc-32" => Bind(new SmallFc(32, learningRate: LearningRate)),
        "velo" => Bind(new Velo(learningRate: LearningRate)),
        "celo" => Bind(new Celo(learningRate: LearningRate)),
        "celo2-base" => Bind(new Celo2(orthogonalize: false, learningRate: LearningRate)),
        "celo2" => Bind(new Celo2(learningRate: LearningRate)),
        "mlp" => Bind(new CoordinateMlp(updateScale: LearningRate)),
        "rnnprop" => Bind(new RnnProp(updateScale: LearningRate)),
        _ => Bind(new CoordinateLstm(updateScale: LearningRate)),
    };

    private LearnedOptimizer<float> Bind(ILearnedOptimizer settings)
    {
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(3));
        return settings.Bind<float>(phi, _compute);
    }
}
