using System.Collections.Immutable;
using L2O.Experiments;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Rules;
using L2O.Optimizers.State;
using L2O.Pretrained;
using L2O.Settings;
using L2O.Testing;
using L2O.Tests.MetaTraining;
using Xunit;

namespace L2O.Tests.Optimizers.Learned.Rules;

/// <summary>What the library makes of a rule from outside; that it keeps the contract of all optimizers is tested with them.</summary>
public sealed class LearnedRuleTests
{
    [Fact]
    public void State_can_be_looked_at_by_owner()
    {
        using var compute = new Compute(threads: 1);
        LearnedRun<float> run = LearnedRuns.Draw<float>(new DecayRule(), compute, 1, out float[] phi)
            .Start(new ParameterLayout(("a", [2]), ("b", [3])));
        Assert.Equal([new StatePart("m", StateOwner.Coordinate, 1, 5), new StatePart("a", StateOwner.Tensor, 1, 2),
            new StatePart("s", StateOwner.Network, 1, 1)], run.StateParts);
        run.Step(new float[5], [1, 2, 3, 4, 5]);
        float[] m = new float[5], a = new float[2], s = new float[1];
        run.ReadState(0, m);
        run.ReadState(1, a);
        run.ReadState(2, s);
        Assert.Equal([1, 2, 3, 4, 5], m);
        Assert.Equal([phi[1] * 1.5f, phi[1] * 4], a, static (x, y) => Math.Abs(x - y) <= 1e-6);
        Assert.Equal(phi[2] * (a[0] + a[1]), s[0], 1e-6);
        Assert.Throws<ArgumentException>(() => run.ReadState(0, a));
        Assert.Throws<ArgumentOutOfRangeException>("part", () => run.ReadState(3, a));
    }

    [Fact]
    public void State_may_start_from_phi_and_have_a_length_by_tensor()
    {
        using var compute = new Compute(threads: 1);
        LearnedOptimizer<float> optimizer = LearnedRuns.Draw<float>(new NeedyRule(), compute, 1, out float[] phi);
        LearnedRun<float> run = optimizer.Start(new ParameterLayout(("a", [2, 3]), ("b", [4])), new RunContext(5, givesLoss: true));
        Assert.Equal([("rows", 1, 6), ("pairs", 2, 10), ("lstm", 3, 1)],
            run.StateParts.Select(static part => (part.Name, part.Channels, part.Count)));
        float[] start = new float[3], pairs = new float[20];
        run.ReadState(2, start);
        Assert.Equal(phi[..3], start);
        run.Step([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [.. Enumerable.Range(0, 10).Select(static i => 10f + i)], loss: 1);
        run.ReadState(1, pairs); // (channel, coordinate): gradients, then parameters
        Assert.Equal([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9], pairs);
        optimizer.Rebind([7, 8, 9, 1]);
        run.Reset();
        run.ReadState(2, start);
        Assert.Equal([7, 8, 9], start);
    }

    [Fact]
    public void Meta_training_moves_phi_and_lowers_the_loss()
    {
        using var compute = new Compute(threads: 1);
        var task = new QuadraticTask<double>(9, 5, new ParameterLayout(("a", [3, 2]), ("b", [3])));
        var meta = new MetaRunOf<double>(new DecayRule(), task, 5, compute);
        double first = Loss(meta, task);
        for (ulong run = 0; run < 30; run++)
        {
            meta.Run.Restart(new Rng(run));
            for (int i = 0; i < 20; i++)
                meta.Run.TrainStep(QuadraticTask<double>.NoBatch);
        }
        Assert.Equal(120, meta.Run.MetaSteps);
        Assert.True(Loss(meta, task) < first);
    }

    [Fact]
    public void What_has_no_backward_pass_is_refused_by_back_propagation()
    {
        using var compute = new Compute(threads: 1);
        var task = new QuadraticTask<double>(4, 5);
        Assert.StartsWith("this learned optimizer has no backward pass; expected one that has", Assert.Throws<ArgumentException>(() =>
            new MetaRunOf<double>(new NeedyRule(), task, 5, compute)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_what_was_not_stated_and_writing_what_has_no_gradient_are_refused()
    {
        using var compute = new Compute(threads: 1);
        OptimizerRun<float> run = LearnedRuns.Draw<float>(new CarelessRule(), compute, 1, out _).Start(ParameterLayout.Vector(2));
        Assert.Equal("rule 'carelessrule' reads Loss; expected it to say so in its needs",
            Assert.Throws<InvalidOperationException>(() => run.Step(new float[2], new float[2])).Message);
        var layout = new ParameterLayout(("a", [1]), ("b", [1]));
        OptimizerRun<float> other = LearnedRuns.Draw<float>(new CarelessRule(), compute, 1, out _).Start(layout);
        var theta = new ScatteredTensors(layout, new float[2]);
        Assert.Equal("tensor 'b' has no gradient in this step; expected a rule that leaves it out",
            Assert.Throws<InvalidOperationException>(() =>
                other.Step(theta.Spans, new ScatteredTensors(layout, new float[2], missing: 1).Spans)).Message);
    }

    [Fact]
    public void A_rule_from_outside_is_stored_and_found_by_the_kind_that_it_states()
    {
        string file = Path.Combine(Path.GetTempPath(), $"l2o-rule-{Environment.ProcessId}.safetensors");
        try
        {
            var phi = new PhiFile(new DecayRule(0.25), [1, 2, 3, 4], ImmutableSortedDictionary<string, string>.Empty);
            phi.Save(file);
            PhiFile loaded = PhiFile.Load(file);
            Assert.Equal(new DecayRule(0.25), loaded.Settings);
            Assert.Equal(phi.Phi, loaded.Phi);
        }
        finally
        {
            File.Delete(file);
        }
        var experiment = SettingsJson.Parse<Experiment>(
            """{ "learnedOptimizer": { "kind": "testDecayRule", "scale": 0.5 } }""", "test");
        Assert.Equal(new DecayRule(0.5), experiment.LearnedOptimizer);
        Assert.Equal(new DecayRule(0.125),
            SettingsOverrides.Apply(experiment, ["learnedOptimizer.scale=0.125"]).LearnedOptimizer);
        Assert.Equal(new NeedyRule(), SettingsOverrides.Apply(new Experiment(), ["learnedOptimizer.kind=testNeedyRule"]).LearnedOptimizer);
        Assert.StartsWith("type CarelessRule states no kind; expected the attribute", Assert.Throws<ArgumentException>(() =>
            new PhiFile(new CarelessRule(), [0], ImmutableSortedDictionary<string, string>.Empty).Save(file)).Message,
            StringComparison.Ordinal);
        Assert.Contains("did you mean 'testDecayRule'?", Assert.Throws<InvalidDataException>(() => SettingsJson.Parse<Experiment>(
            """{ "learnedOptimizer": { "kind": "testDecayRul" } }""", "test")).Message, StringComparison.Ordinal);
        Assert.StartsWith("test, 'learnedOptimizer': kind 'testTwice' is stated by",
            Assert.Throws<InvalidDataException>(() => SettingsJson.Parse<Experiment>(
                """{ "learnedOptimizer": { "kind": "testTwice" } }""", "test")).Message, StringComparison.Ordinal);
    }

    private static double Loss(MetaRunOf<double> meta, QuadraticTask<double> task)
    {
        meta.Run.Restart(new Rng(77));
        for (int i = 0; i < 20; i++)
            meta.Run.TestStep(QuadraticTask<double>.NoBatch);
        return task.Loss(meta.Run.Theta, QuadraticTask<double>.NoBatch).Loss;
    }

    /// <summary>Reads the loss without saying so, and writes every tensor.</summary>
    private record CarelessRule : LearnedRule
    {
        public override string Name => "carelessrule";

        public override ParameterLayout PhiLayout() => new(("phi", [1]));

        public override void InitializePhi<T>(Span<T> phi, Rng rng) => phi.Clear();

        protected internal override void Update<T>(in RuleStep<T> step)
        {
            for (int k = 0; k < step.TensorCount; k++)
                step.Update(k).Clear();
            _ = step.Loss;
        }
    }

    [LearnedOptimizerKind("testTwice")]
    private sealed record FirstOfTwo : CarelessRule;

    [LearnedOptimizerKind("testTwice")]
    private sealed record SecondOfTwo : CarelessRule;
}
