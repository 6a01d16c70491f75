using System.Collections.Immutable;
using L2O.MetaTraining.Tasks;
using L2O.Optimizers;

namespace L2O.MetaTraining;

/// <summary>
/// Meta-training by many inner runs side by side: estimators of the gradient of phi, families of tasks, the meta-optimizer.
/// </summary>
public sealed record ParticleTrainingSettings
{
    /// <summary>Describes a particle training.</summary>
    /// <param name="metaSteps">Steps of the meta-optimizer, 1 to 16,000,000.</param>
    /// <param name="epochSteps">Meta-steps of an epoch, behind which phi is evaluated and stored; at most <paramref name="metaSteps"/>;
    /// null
    /// means a twentieth of all.</param>
    /// <param name="families">Tasks with their estimators, whose gradients are averaged; null means PES on the embedded digits.</param>
    /// <param name="metaOptimizer">What trains phi, with clipping, schedule and tensors that stay as they are:
    /// <c>adam@0.001:clip=1:schedule=cosine:warmup=100:skip=w0.*</c>; null means adam@0.001:schedule=cosine.</param>
    /// <param name="validation">The evaluation that chooses phi; null means its defaults.</param>
    /// <exception cref="ArgumentException">A value is out of its range.</exception>
    public ParticleTrainingSettings(
        int metaSteps = 1000, int? epochSteps = null, ImmutableArray<TaskFamilySettings>? families = null,
        OptimizerSettings? metaOptimizer = null, ValidationSettings? validation = null)
    {
        if (metaSteps is < 1 or > 16_000_000)
            throw new ArgumentOutOfRangeException(nameof(metaSteps), $"metaSteps is {metaSteps}; expected 1 to 16000000");
        if (epochSteps < 1 || epochSteps > metaSteps)
            throw new ArgumentOutOfRangeException(nameof(epochSteps), $"epochSteps is {epochSteps}; expected 1 to metaSteps, {metaSteps}");
        (MetaSteps, EpochSteps) = (metaSteps, epochSteps);
        Families = families is { IsDefaultOrEmpty: false } ? families.Value : [new TaskFamilySettings()];
        MetaOptimizer = metaOptimizer ?? OptimizerSettings.Parse("adam@0.001:schedule=cosine");
        if (!MetaOptimizer.IsComplete)
            throw new ArgumentException($"metaOptimizer is '{MetaOptimizer}'; expected one with a learning rate, e.g. adam@0.001");
        Validation = validation ?? new ValidationSettings();
    }

    /// <summary>Steps of the meta-optimizer.</summary>
    public int MetaSteps { get; }

    /// <summary>Meta-steps of an epoch; null means a twentieth of all.</summary>
    public int? EpochSteps { get; }

    /// <summary>Tasks with their estimators.</summary>
    public ImmutableArray<TaskFamilySettings> Families { get; }

    /// <summary>What trains phi.</summary>
    public OptimizerSettings MetaOptimizer { get; }

    /// <summary>The evaluation that chooses phi.</summary>
    public ValidationSettings Validation { get; }

    /// <summary>Meta-steps of a whole epoch.</summary>
    internal int StepsOfEpoch => StepsOf(MetaSteps, EpochSteps);

    /// <summary>Number of epochs; the last may be shorter.</summary>
    internal int Epochs => EpochsOf(MetaSteps, EpochSteps);

    /// <summary>What several processes of the meta-training tell each other, and when.</summary>
    internal Estimators.ExchangeRounds Rounds => new(MetaSteps, StepsOfEpoch);

    /// <summary>Number of epochs.</summary>
    /// <param name="metaSteps">Of the whole training.</param>
    /// <param name="epochSteps">Of an epoch; null means a twentieth.</param>
    internal static int EpochsOf(int metaSteps, int? epochSteps) =>
        (metaSteps + StepsOf(metaSteps, epochSteps) - 1) / StepsOf(metaSteps, epochSteps);

    private static int StepsOf(int metaSteps, int? epochSteps) => epochSteps ?? Math.Max(1, metaSteps / 20);

    /// <summary>All data sets that are needed, by name.</summary>
    internal IEnumerable<string> Sources => Families.SelectMany(static family => family.Tasks).Concat(Validation.Tasks ?? [])
        .SelectMany(static tasks => tasks.Data).Select(static data => data.Source).Distinct(StringComparer.Ordinal);

    /// <summary>Steps of all inner runs that a meta-step makes, both signs counted.</summary>
    internal long InnerSteps => Families.Sum(static family => (long)family.Estimator.Particles
        * (family.Estimator.Kind == Estimators.EstimatorKind.TruncatedBptt ? 1 : 2)
        * (family.Estimator.Kind == Estimators.EstimatorKind.FullEs ? family.Horizon.Longest : family.Estimator.Truncation));
}
