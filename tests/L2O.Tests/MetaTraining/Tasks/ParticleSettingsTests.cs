using L2O.Experiments;
using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.MetaTraining.Tasks;

/// <summary>Settings of particle trainings: kept by JSON, refused where they make no sense.</summary>
public class ParticleSettingsTests
{
    [Theory]
    [InlineData("pes-digits")]
    [InlineData("multi-task-mlp")]
    public void Presets_are_the_same_behind_json(string name)
    {
        Experiment preset = ExperimentPresets.Find(name);

        Assert.Equal(preset, SettingsJson.Parse<Experiment>(SettingsJson.Format(preset), "text"));
    }

    public static TheoryData<Func<object>, string> Bad => new()
    {
        { () => new EstimatorSettings(particles: 0), "particles is 0; expected 1 to 65536" },
        { () => new EstimatorSettings(sigma: 0), "sigma is 0; expected a positive number" },
        { () => new EstimatorSettings(truncation: 0), "truncation is 0; expected 1 step or more" },
        { () => new EstimatorSettings(aggregate: LossAggregate.Last), "aggregate is Last and kind Pes" },
        { () => new EstimatorSettings(EstimatorKind.TruncatedBptt, differenceBound: 1), "expected neither with back-propagation" },
        { () => new TaskFamilySettings(horizon: new(40)), "horizon has runs of 40 steps and estimator.truncation is 50" },
        {
            () => new TaskFamilySettings(estimator: new(EstimatorKind.TruncatedBptt), loss: new(onValidation: true)),
            "expected raw, log or scaled training losses"
        },
        { () => new TaskDistribution(batchSizes: [64, 0]), "batchSizes has 0; expected 1 to 1000000" },
        { () => new TaskDistribution(weight: 0), "weight is 0" },
        { () => new DataVariation("digits", weight: 0), "weight is 0" },
        { () => new DataVariation("digits", fewestClasses: 1), "fewestClasses is 1; expected 2 or more" },
        { () => new DataVariation("digits", inverted: 1.5), "inverted is 1.5; expected 0 to 1" },
        { () => new NetworkDistribution(["mlp-sigmoyd-20"]), "mlp-sigmoyd-20" },
        { () => new NetworkDistribution(fewestLayers: 3, mostLayers: 2), "fewestLayers is 3 and mostLayers 2" },
        { () => new NetworkDistribution(activations: ["swisch"]), "activations has 'swisch'" },
        { () => new NetworkDistribution(normalizations: ["groupnorm"]), "normalizations has 'groupnorm'" },
        { () => new AugmentationSettings(scaleRange: 0.5), "scaleRange is 0.5; expected 1 to 1000000" },
        { () => new AugmentationSettings(gradientNoise: -1), "gradientNoise is -1; expected 0 or more" },
        { () => new ParticleTrainingSettings(metaSteps: 0), "metaSteps is 0; expected 1 to 16000000" },
        { () => new ParticleTrainingSettings(10, epochSteps: 11), "epochSteps is 11; expected 1 to metaSteps, 10" },
        { () => new ParticleTrainingSettings(metaOptimizer: "adam"), "expected one with a learning rate" },
        { () => new ValidationSettings(runs: 0), "runs is 0; expected 1 to 10000" },
        { () => new ValidationSettings(iterations: 0), "iterations is 0; expected 1 or more" },
        {
            () => new Experiment(metaTraining: new(epochs: 3), particles: new()),
            "metaTraining and particles are given; expected one of them"
        },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void Bad_settings_are_refused(Func<object> create, string message) =>
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(create).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(MetaLossKind.Raw, 2, 2)]
    [InlineData(MetaLossKind.Clipped, 2, 2)]
    [InlineData(MetaLossKind.Clipped, 9, 3.4538776394910684)] // 1.5 ln 10
    [InlineData(MetaLossKind.Clipped, double.NaN, 3.4538776394910684)]
    [InlineData(MetaLossKind.Scaled, 2, 5.675589681425223)] // (2 - ln 2)·10/ln 10
    [InlineData(MetaLossKind.Scaled, double.NaN, 10)] // (ln 20 - ln 2)·10/ln 10
    [InlineData(MetaLossKind.Log, 2, 0.6931471805599453)]
    public void Losses_enter_the_meta_loss_as_published(MetaLossKind kind, double loss, double expected) =>
        Assert.Equal(expected, new MetaLossSettings(kind).Of(loss, Math.Log(10)), 12);
}
