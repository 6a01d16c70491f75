using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Mlp;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>Small particle trainings on the digits.</summary>
internal static class ParticleTrainingOf
{
    private const string Source = "digits,resize=8";

    public static ILearnedOptimizer Learned { get; } = new CoordinateMlp(hiddenSize: 4);

    /// <summary>The digits at 8x8, small enough for tests.</summary>
    public static IReadOnlyDictionary<string, TaskData> Data { get; } = new Dictionary<string, TaskData>
    {
        [Source] = new(L2O.Experiments.DataSettings.Parse(Source).Load(L2O.Data.Sources.DataFolder.Resolve(), 1).Train),
    };

    /// <summary>Six meta-steps, two an epoch, of one or several families.</summary>
    public static ParticleTrainingSettings Settings(params EstimatorKind[] kinds) => new(6, 2,
        [.. kinds.Select(static kind => new TaskFamilySettings(
            [new TaskDistribution([new DataVariation(Source, fewestClasses: 3, permutedLabels: 0.5, permutedPixels: 0.5, inverted: 0.5)],
                new NetworkDistribution(narrowest: 4, widest: 8, activations: ["relu", "tanh"], normalizations: ["none", "batchnorm"]),
                [8], new AugmentationSettings(ScaleKind.Tensor, 2, 0.1, 2, share: 0.5))],
            new EstimatorSettings(kind, particles: 3, truncation: 5), new HorizonSettings(12, shortest: kind == EstimatorKind.FullEs ? 4
                : 6),
            new MetaLossSettings(MetaLossKind.Scaled, onValidation: kind == EstimatorKind.Nres)))],
        OptimizerSettings.Parse("adam@0.01"), new ValidationSettings(runs: 3, iterations: 5));

    public static ParticleTrainer<float> Trainer(ParticleTrainingSettings settings, Compute compute, IShareExchange? exchange = null) =>
        new(Learned, settings, Data, 5, compute, default, exchange);

    /// <summary>phi after all epochs.</summary>
    public static float[] Train(ParticleTrainer<float> trainer, ParticleTrainingSettings settings)
    {
        while (trainer.Epoch < settings.Epochs)
            trainer.RunEpoch(null);
        return trainer.Phi.ToArray();
    }
}
