using System.Collections.Immutable;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using Xunit;

namespace L2O.Tests.Optimizers;

/// <summary>What every optimizer owes: add a new one to the table.</summary>
public sealed class OptimizerContractTests
{
    private const int Count = 2500; // not a multiple of any block or register

    private static readonly ImmutableDictionary<string, IOptimizer<float>> s_optimizers = new Dictionary<string, IOptimizer<float>>
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
        ["learned"] = Learned(new CoordinateLstm(hiddenSize: 5)),
        ["rnnprop"] = Learned(new RnnProp(hiddenSize: 5)),
        ["mlp"] = Learned(new CoordinateMlp(hiddenSize: 5)),
        ["learnable sgd"] = Learned(new LearnableSgd()),
        ["learnable adam"] = Learned(new LearnableAdam()),
        ["partial"] = Learned(new PartialControl(new RnnProp(hiddenSize: 5), ["second"])),
        ["lion-sgd mixture"] = Mixture<float>.LionSgd(0.25),
        ["mixture of a mixture, a learned optimizer and one with weight decay"] = new Mixture<float>(
            "nested", new(0.5, Mixture<float>.LionSgd(0.5)), new(0.3, Learned(new CoordinateLstm(hiddenSize: 5))),
                new(-0.1, new AdamW(0.01))),
    }.ToImmutableDictionary();

    public static TheoryData<string> All => [.. s_optimizers.Keys];

    /// <summary>Those in which no coordinate knows of another.</summary>
    public static TheoryData<string> Coordinatewise => [.. s_optimizers.Keys.Except(["mlp"])];

    [Theory]
    [MemberData(nameof(All))]
    public void The_proposed_update_is_what_the_step_adds_and_proposing_changes_nothing(string name)
    {
        IOptimizerRun<float> run = Start(name), untouched = Start(name);
        float[] theta = Random(1), other = [.. theta], proposed = new float[Count], update = new float[Count], gradient = Random(2);
        for (int i = 0; i < 5; i++)
        {
            gradient = Random((ulong)i + 10);
            run.Propose(theta, Random(99), proposed); // some other batch's gradient leaves no trace
            run.Propose(theta, gradient, proposed);
            float[] expected = [.. theta.Zip(proposed, (t, u) => t + u)];
            run.Step(theta, gradient, update);
            untouched.Step(other, gradient);
            Assert.Equal(proposed, update);
            Assert.Equal(expected, theta);
            Assert.Equal(other, theta);
            Assert.Equal(i + 1, run.Iteration);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_restored_run_goes_on_with_the_same_bits(string name)
    {
        IOptimizerRun<float> run = Start(name);
        float[] theta = Random(1);
        for (ulong i = 0; i < 4; i++)
            run.Step(theta, Random(10 + i));
        var writer = new StateWriter<float>();
        run.Save(writer);
        IOptimizerRun<float> restored = Start(name);
        restored.Load(new StateReader<float>(writer.Tensors));
        float[] resumed = [.. theta];
        for (ulong i = 4; i < 8; i++)
        {
            run.Step(theta, Random(10 + i));
            restored.Step(resumed, Random(10 + i));
        }
        Assert.Equal(theta, resumed);
        Assert.Equal(8, restored.Iteration);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_step_allocates_nothing(string name)
    {
        IOptimizerRun<float> run = Start(name);
        float[] theta = Random(1), gradient = Random(2), update = new float[Count];
        run.Propose(theta, gradient, update);
        run.Step(theta, gradient, update);
        long before = GC.GetAllocatedBytesForCurrentThread();
        run.Propose(theta, gradient, update);
        run.Step(theta, gradient, update);
        run.Step(theta, gradient);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [MemberData(nameof(Coordinatewise))]
    public void A_diverged_gradient_shows(string name)
    {
        IOptimizerRun<float> run = Start(name);
        float[] theta = Random(1), gradient = Random(2);
        gradient[7] = float.NaN;
        run.Step(theta, gradient);
        Assert.True(float.IsNaN(theta[7]));
        Assert.Equal(1, theta.Count(float.IsNaN));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Vectors_and_states_that_do_not_fit_are_refused(string name)
    {
        IOptimizerRun<float> run = Start(name);
        Assert.Throws<ArgumentException>(() => run.Step(new float[Count], new float[Count - 1]));
        Assert.Throws<ArgumentException>(() => run.Step(new float[Count], new float[Count], new float[1]));
        Assert.Throws<ArgumentException>(() => run.Propose(new float[1], new float[Count], new float[Count]));
        Assert.Throws<InvalidDataException>(() => run.Load(new StateReader<float>([])));
        var writer = new StateWriter<float>();
        run.Save(writer);
        IEnumerable<(string Name, float[] Values)> negative =
            writer.Tensors.Select(static t => t.Name == "iteration" ? (t.Name, [-1f]) : t);
        Assert.Throws<InvalidDataException>(() => run.Load(new StateReader<float>(negative)));
    }

    private static LearnedOptimizer<float> Learned(ILearnedOptimizer settings)
    {
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(3));
        return settings.Bind<float>(phi, new Compute(threads: 1));
    }

    private static IOptimizerRun<float> Start(string name) =>
        s_optimizers[name].Start(new ParameterLayout(("first", [1000]), ("second", [Count - 1000])));

    private static float[] Random(ulong seed)
    {
        float[] values = new float[Count];
        new Rng(seed).FillUniform(values.AsSpan(), 1);
        return values;
    }
}
