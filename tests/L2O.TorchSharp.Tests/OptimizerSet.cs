using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Optimizers.Wrappers;
using Xunit;

namespace L2O.TorchSharp.Tests;

/// <summary>Every optimizer of L2O, with wrappers around some.</summary>
public static class OptimizerSet
{
    /// <summary>Steps that runs of the tests have.</summary>
    public const int Steps = 50;

    private static readonly ImmutableArray<(string Name, ILearnedOptimizer Settings)> s_learned =
    [
        ("l2o", new CoordinateLstm(hiddenSize: 5)),
        ("l2o with every input", new CoordinateLstm(5, extraInputs: [ExtraInput.ParameterValue, ExtraInput.Stiffness, ExtraInput.Time])),
        ("rnnprop", new RnnProp(hiddenSize: 5)),
        ("mlp", new CoordinateMlp(hiddenSize: 5)),
        ("learnable sgd", new LearnableSgd()),
        ("learnable adam", new LearnableAdam()),
        ("partial", new PartialControl(new RnnProp(hiddenSize: 5), ["head.weight"])),
        ("celo2", new Celo2(learningRate: 0.01, weightDecay: 0.1, vectorWeightDecay: 0.1)),
        ("smallfc", new SmallFc(learningRate: 1)),
        ("elo", new Elo(8, learningRate: 0.01, weightDecay: 0.1)),
        ("velo", new Velo(lstmSize: 6, bankSize: 3, learningRate: 100)),
        ("celo", new Celo(learningRate: 100)),
        ("celo-adam", new CeloAdam(learningRate: 100)),
    ];

    /// <summary>All, by name.</summary>
    internal static readonly ImmutableSortedDictionary<string, IOptimizer<float>> All =
        OptimizerCatalog.Names.Select(static name => (name, OptimizerCatalog.Factory<float>(name)(0.01)))
            .Concat(s_learned.Select(static pair => (pair.Name, (IOptimizer<float>)Bind(pair.Settings))))
            .Concat(
            [
                ("mixture", Mixture<float>.LionSgd(0.25)),
                ("adam with everything around it", OptimizerText.Parse<float>(
                    "adam@0.01:weight-decay=0.1:clip=1:decoupled-decay=0.01:schedule=cosine:skip=norm.bias:group(role=head)=sgd@0.1")),
                ("l2o, clipped, adam for normalizations", Bind(new CoordinateLstm(hiddenSize: 5))
                    .WithGroup("role=normalization", OptimizerCatalog.Factory<float>("adam")(0.01)).WithClipping(1)),
            ]).ToImmutableSortedDictionary(static pair => pair.Item1, static pair => pair.Item2, StringComparer.Ordinal);

    /// <summary>The names.</summary>
    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The architectures that are in the set.</summary>
    internal static IEnumerable<Type> Architectures => s_learned.Select(static pair => pair.Settings.GetType());

    /// <summary>A fresh phi.</summary>
    internal static LearnedOptimizer Draw(ILearnedOptimizer settings)
    {
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(3));
        return new LearnedOptimizer(settings, phi);
    }

    private static LearnedOptimizer<float> Bind(ILearnedOptimizer settings) =>
        settings.Bind<float>(Draw(settings).Phi, new Compute(threads: 1));
}
