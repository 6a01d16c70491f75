using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Optimizers.Learned.Velo;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using L2O.Tests.Optimizers.Learned.Rules;

namespace L2O.Tests.Optimizers;

/// <summary>Every optimizer, with the wrappers around hand-designed and learned ones: add a new one here.</summary>
internal static class OptimizerTable
{
    /// <summary>Coordinates of theta: not a multiple of any block or register.</summary>
    public const int Count = 2500;

    /// <summary>The loss that each step comes with.</summary>
    public const double Loss = 0.75;

    /// <summary>All, by name.</summary>
    public static readonly ImmutableDictionary<string, IOptimizer<float>> All = new Dictionary<string, IOptimizer<float>>
    {
        ["sgd"] = new Sgd(0.1),
        ["momentum"] = new Sgd(0.1, 0.9),
        ["nesterov"] = new Sgd(0.1, 0.9, nesterov: true),
        ["sgd with weight decay"] = new Sgd(0.1, weightDecay: 0.1),
        ["nesterov with weight decay"] = new Sgd(0.1, 0.9, nesterov: true, weightDecay: 0.1),
        ["adam"] = new Adam(0.01),
        ["adam with weight decay"] = new Adam(0.01, weightDecay: 0.1),
        ["adamw"] = new AdamW(0.01, weightDecay: 0.1),
        ["rmsprop"] = new RmsProp(0.01),
        ["rmsprop with momentum"] = new RmsProp(0.01, momentum: 0.9),
        ["lion"] = new Lion(0.01),
        ["lion with weight decay"] = new Lion(0.01, weightDecay: 0.1),
        ["nadamw"] = new NAdamW(0.01),
        ["nadamw with everything"] = new NAdamW(0.01, 0.8, 0.95, 1e-6, nesterov: false, 0.1, 0.1, 0.1, 0.5, 0.1),
        ["muon"] = new Muon(0.01),
        ["muon with everything"] = new Muon(0.01, 0.9, nesterov: false, matchesAdam: false, 0.1, 0.5, headByAdam: true),
        ["schedule-free"] = new ScheduleFreeAdamW(0.01),
        ["schedule-free with everything"] = new ScheduleFreeAdamW(0.01, 0.8, 0.95, 1e-6, 0.1, warmUp: 5),
        ["learned"] = Learned(new CoordinateLstm(hiddenSize: 5)),
        ["learned with every input"] = Learned(new CoordinateLstm(5, extraInputs:
            [ExtraInput.ParameterValue, ExtraInput.Stiffness, ExtraInput.Time])),
        ["rnnprop"] = Learned(new RnnProp(hiddenSize: 5)),
        ["mlp"] = Learned(new CoordinateMlp(hiddenSize: 5)),
        ["learnable sgd"] = Learned(new LearnableSgd()),
        ["learnable adam"] = Learned(new LearnableAdam()),
        ["partial"] = Learned(new PartialControl(new RnnProp(hiddenSize: 5), ["second"])),
        ["partial around the middle"] = Learned(
            new PartialControl(new CoordinateLstm(hiddenSize: 5), ["first", "third"], "adamw@0.1:clip=1")),
        ["celo2"] = Learned(new Celo2(learningRate: 0.01, weightDecay: 0.1, vectorWeightDecay: 0.1)),
        ["celo2-base of everything"] = Learned(new Celo2(orthogonalize: false, learningRate: 0.01, vectorRule: Celo2VectorRule.Learned)),
        ["celo2, clipped by norm, on a cosine"] = Learned(new Celo2(learningRate: 0.01)).WithClipping(1).WithSchedule(Schedule.Cosine()),
        ["smallfc"] = Learned(new SmallFc(learningRate: 10)),
        ["smallfc with everything"] = Learned(new SmallFc(8, 10, 0.01, 0.01, 0.1, ConvolutionForm.Tensor)),
        ["elo, clipped by norm"] = Learned(new Elo(8, learningRate: 0.01, weightDecay: 0.1)).WithClipping(1),
        ["velo"] = Learned(new Velo(lstmSize: 6, bankSize: 3, learningRate: 100)),
        ["celo"] = Learned(new Celo(learningRate: 100)),
        ["celo, first phase"] = Learned(new Celo(isScheduled: false, learningRate: 100)),
        ["celo-adam"] = Learned(new CeloAdam(learningRate: 100)),
        ["rule with a backward pass"] = Learned(new DecayRule()),
        ["rule that needs everything"] = Learned(new NeedyRule()),
        ["lion-sgd mixture"] = Mixture<float>.LionSgd(0.25),
        ["mixture of a mixture, a learned optimizer and one with weight decay"] = new Mixture<float>(
            "nested", new(0.5, Mixture<float>.LionSgd(0.5)), new(0.3, Learned(new CoordinateLstm(hiddenSize: 5))),
                new(-0.1, new AdamW(0.01))),
        ["adam, clipped by norm"] = new Adam(0.01, weightDecay: 0.1).WithClipping(3),
        ["momentum, clipped by value"] = new Sgd(0.1, 0.9).WithValueClipping(0.3),
        ["learned, clipped by both"] = new GradientClipping<float>(Learned(new CoordinateLstm(hiddenSize: 5)), 2, 0.5),
        ["adam with decoupled decay"] = new Adam(0.01).WithDecoupledDecay(0.1),
        ["rnnprop with decoupled decay"] = Learned(new RnnProp(hiddenSize: 5)).WithDecoupledDecay(0.01),
        ["lion on a cosine"] = new Lion(0.01).WithSchedule(Schedule.Cosine(warmUp: 2, min: 0.1)),
        ["mlp on steps"] = Learned(new CoordinateMlp(hiddenSize: 5)).WithSchedule(new Schedule(ScheduleKind.Step, every: 2, factor: 0.5)),
        ["adam, sgd for the second"] = new Adam(0.01).WithGroup("second", new Sgd(0.1, 0.9)),
        ["learned, adam for biases"] = Learned(new CoordinateLstm(hiddenSize: 5)).WithGroup("role=bias", new Adam(0.01)),
        ["everything around a rule"] = Learned(new DecayRule()).WithDecoupledDecay(0.01).WithGroup("third", new Adam(0.01))
            .WithClipping(1).WithSchedule(Schedule.Cosine()),
    }.ToImmutableDictionary();

    /// <summary>The tensors of theta.</summary>
    public static ParameterLayout Layout => new(("first", [25, 40]), ("second", [Count - 1100]), ("third", [10, 10]));

    /// <summary>Begins a run of the optimizer of that name.</summary>
    public static OptimizerRun<float> Start(string name) => All[name].Start(Layout, new RunContext(20, givesLoss: true));

    /// <summary>Binds a fresh phi.</summary>
    public static LearnedOptimizer<float> Learned(ILearnedOptimizer settings)
    {
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(3));
        return settings.Bind<float>(phi, new Compute(threads: 1));
    }

    /// <summary>(n) in ±1.</summary>
    public static float[] Random(ulong seed)
    {
        float[] values = new float[Count];
        new Rng(seed).FillUniform(values.AsSpan(), 1);
        return values;
    }

    /// <summary>Everything that a run's state holds.</summary>
    public static IReadOnlyList<(string Name, float[] Values)> Saved(OptimizerRun<float> run)
    {
        var writer = new StateWriter<float>();
        run.Save(writer);
        return writer.Tensors;
    }
}
