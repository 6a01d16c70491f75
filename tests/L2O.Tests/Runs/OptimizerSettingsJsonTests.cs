using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>Optimizers in configurations: as a text or key by key.</summary>
public sealed class OptimizerSettingsJsonTests
{
    [Fact]
    public void Key_by_key_is_the_same_as_the_text_which_is_what_is_stored()
    {
        var plan = SettingsJson.Parse<MetaTestPlan>("""
            {
              "baselines": [
                "adam",
                "sgd@1e-1:clip=1",
                { "name": "adam", "learningRate": 0.01, "decoupledDecay": 0.1, "clip": 1, "schedule": { "kind": "cosine", "warmUp": 5 },
                  "skip": ["b.*"], "groups": [{ "tensors": "role=bias", "optimizer": "sgd@0.1:clip-value=2" }] }
              ]
            }
            """, "test");
        Assert.Equal(["adam", "sgd@1e-1:clip=1",
            "adam@0.01:decoupled-decay=0.1:clip=1:schedule=cosine:warmup=5:skip=b.*:group(role=bias)=(sgd@0.1:clip-value=2)"],
            plan.Baselines.Select(static baseline => baseline.Text));
        Assert.Equal(OptimizerSettings.Parse(plan.Baselines[2].Text), plan.Baselines[2]);
        string stored = SettingsJson.Format(plan);
        Assert.Contains("\"sgd@1e-1:clip=1\"", stored, StringComparison.Ordinal);
        Assert.Equal(plan, SettingsJson.Parse<MetaTestPlan>(stored, "stored"));
    }

    [Fact]
    public void Texts_are_taken_wherever_an_optimizer_is_set()
    {
        Experiment changed = SettingsOverrides.Apply(new Experiment(),
        [
            "metaTraining.randomStart.optimizer=sgd@0.5:clip=1", "metaTesting.baselines=adam:clip=1,lion@0.01",
            "learnedOptimizer.kind=partial", "learnedOptimizer.optimizer=momentum:schedule=cosine",
        ]);
        Assert.Equal("sgd@0.5:clip=1", changed.MetaTraining.RandomStart!.Optimizer.Text);
        Assert.IsType<GradientClipping<float>>(changed.MetaTraining.RandomStart.WarmUp<float>());
        Assert.Equal(["adam:clip=1", "lion@0.01"], changed.MetaTesting.Baselines.Select(static baseline => baseline.Text));
        Assert.Equal(new PartialControl(optimizer: "momentum:schedule=cosine"), changed.LearnedOptimizer);
        Assert.Equal(changed, SettingsJson.Parse<Experiment>(SettingsJson.Format(changed), "stored"));
        Assert.Equal(new Adam(0.05), new RandomStart().WarmUp<float>());
    }

    [Theory]
    [InlineData("""{ "baselines": ["adam:clip=0"] }""", "test, 'baselines[0]': optimizer 'adam:clip=0' has the part ':clip=0'; expected")]
    [InlineData("""{ "baselines": [{ "name": "adam", "clip": -1 }] }""", "test, 'baselines[0]': norm is -1; expected a finite number")]
    [InlineData("""{ "baselines": [{ "name": "adam", "clipp": 1 }] }""", "test: unknown key 'baselines[0].clipp'; did you mean 'clip'?")]
    [InlineData("""{ "baselines": [{ "clip": 1 }] }""", "test: key 'baselines[0].name' is missing; expected a text")]
    [InlineData("""{ "baselines": [{ "name": "adam", "schedule": { "kind": "cosin" } }] }""",
        "test: 'baselines[0].schedule.kind' is \"cosin\"; expected one of constant, cosine, step, exponential")]
    [InlineData("""{ "baselines": [{ "name": "adam", "groups": [{ "tensors": "*", "optimizer": "x" }] }] }""",
        "test, 'baselines[0].groups[0]': unknown optimizer 'x'")]
    [InlineData("""{ "baselines": [1] }""", "test: 'baselines[0]' is a JSON Number; expected")]
    public void Malformed_ones_are_refused_with_their_place(string json, string message) => Assert.StartsWith(message,
        Assert.Throws<InvalidDataException>(() => SettingsJson.Parse<MetaTestPlan>(json, "test")).Message, StringComparison.Ordinal);
}
