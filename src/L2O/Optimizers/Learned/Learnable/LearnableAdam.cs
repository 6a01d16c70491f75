using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>
/// <see cref="Adam"/> whose learning rate, both decays and epsilon are phi: four numbers that meta-training tunes by gradient. At phi = 0
/// it is Adam with the start values, bit for bit.
/// </summary>
public sealed record LearnableAdam : ILearnedOptimizer
{
    /// <summary>Where the hyperparameters start.</summary>
    /// <param name="learningRate">Above 0; phi multiplies it by e^phi.</param>
    /// <param name="beta1">Decay of the gradient's mean, 0 to below 1; phi moves its logit. 0 stays 0.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1; as beta1.</param>
    /// <param name="epsilon">Added to the denominator, above 0; phi multiplies it by e^phi.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public LearnableAdam(double learningRate = 0.01, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Beta1 = SettingRange.BelowOne(beta1, nameof(beta1));
        Beta2 = SettingRange.BelowOne(beta2, nameof(beta2));
        Epsilon = SettingRange.Positive(epsilon, nameof(epsilon));
    }

    /// <summary>The learning rate at phi = 0.</summary>
    public double LearningRate { get; }

    /// <summary>The decay of the gradient's mean at phi = 0.</summary>
    public double Beta1 { get; }

    /// <summary>The decay of the squared gradient's mean at phi = 0.</summary>
    public double Beta2 { get; }

    /// <summary>What is added to the denominator at phi = 0.</summary>
    public double Epsilon { get; }

    /// <summary>
    /// <c>learning_rate</c>, <c>beta1</c>, <c>beta2</c> and <c>epsilon</c> (1 each), as offsets: of logarithms and of the decays' logits.
    /// </summary>
    public ParameterLayout PhiLayout() => new(("learning_rate", [1]), ("beta1", [1]), ("beta2", [1]), ("epsilon", [1]));

    /// <summary>Zeros: the start values. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Not used.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T> => phi.Clear();

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new LearnableAdamOptimizer<T>(this, phi, compute);
}
