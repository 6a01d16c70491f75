using System.Collections.Immutable;
using L2O.MetaTraining.Estimators;
using L2O.Optimizers;

namespace L2O.MetaTraining.Tasks;

/// <summary>One of the families of tasks of a meta-training, with the estimator that watches it: their gradients are averaged.</summary>
public sealed record TaskFamilySettings
{
    /// <summary>Describes a family.</summary>
    /// <param name="tasks">What inner runs are drawn from; null means the embedded digits with one hidden layer.</param>
    /// <param name="estimator">Estimator of the gradient; null means PES.</param>
    /// <param name="horizon">Lengths of inner runs; null means 200 steps.</param>
    /// <param name="loss">What runs contribute to the meta-loss; null means scaled training losses.</param>
    /// <param name="weight">Weight of its gradient next to the other families'; positive.</param>
    /// <param name="name">For tables; null numbers families.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or estimator, horizon and loss do not fit.</exception>
    public TaskFamilySettings(
        ImmutableArray<TaskDistribution>? tasks = null, EstimatorSettings? estimator = null, HorizonSettings? horizon = null,
        MetaLossSettings? loss = null, double weight = 1, string? name = null)
    {
        Tasks = tasks is { IsDefaultOrEmpty: false } ? tasks.Value : [new TaskDistribution()];
        (Estimator, Horizon, Loss) = (estimator ?? new EstimatorSettings(), horizon ?? new HorizonSettings(), loss
            ?? new MetaLossSettings());
        Weight = SettingRange.Positive(weight, nameof(weight));
        Name = name is null || !string.IsNullOrWhiteSpace(name) ? name
            : throw new ArgumentException("name is empty; expected a name, or null");
        if (Estimator.Kind != EstimatorKind.FullEs && Horizon.Least < Estimator.Truncation)
            throw new ArgumentException($"horizon has runs of {Horizon.Least} steps and estimator.truncation is {Estimator.Truncation}; "
                + "expected runs of a truncation's length or more");
        if (Estimator.Kind == EstimatorKind.TruncatedBptt && (Loss.OnValidation || Loss.Kind == MetaLossKind.Clipped))
            throw new ArgumentException("loss is clipped or of other samples; expected raw, log or scaled training losses with "
                + "back-propagation");
        if (Estimator.Aggregate != LossAggregate.Mean && Loss.OnValidation)
            throw new ArgumentException($"estimator.aggregate is {Estimator.Aggregate} and loss.onValidation true; expected one of them");
    }

    /// <summary>What inner runs are drawn from.</summary>
    public ImmutableArray<TaskDistribution> Tasks { get; }

    /// <summary>Estimator of the gradient.</summary>
    public EstimatorSettings Estimator { get; }

    /// <summary>Lengths of inner runs.</summary>
    public HorizonSettings Horizon { get; }

    /// <summary>What runs contribute to the meta-loss.</summary>
    public MetaLossSettings Loss { get; }

    /// <summary>Weight of its gradient.</summary>
    public double Weight { get; }

    /// <summary>For tables; null numbers families.</summary>
    public string? Name { get; }
}
