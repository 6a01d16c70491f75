using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Rules;

namespace L2O.Optimizers.Learned.Learnable;

/// <summary>
/// <see cref="Sgd"/> whose learning rate and momentum are phi: two numbers that meta-training tunes by gradient. At phi = 0 it is SGD with
/// the start values.
/// </summary>
public sealed record LearnableSgd : ILearnedOptimizer
{
    /// <summary>Where the hyperparameters start.</summary>
    /// <param name="learningRate">Above 0; phi multiplies it by e^phi.</param>
    /// <param name="momentum">0 to below 1; phi moves its logit. 0 stays 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public LearnableSgd(double learningRate = 0.1, double momentum = 0.9)
    {
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Momentum = SettingRange.BelowOne(momentum, nameof(momentum));
    }

    /// <summary>The learning rate at phi = 0.</summary>
    public double LearningRate { get; }

    /// <summary>The momentum at phi = 0.</summary>
    public double Momentum { get; }

    /// <summary><c>learning_rate</c> (1) and <c>momentum</c> (1), as offsets: of the logarithm and of the logit.</summary>
    public ParameterLayout PhiLayout() => new(("learning_rate", [1]), ("momentum", [1]));

    /// <summary>Zeros: the start values. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Not used.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T> => phi.Clear();

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new LearnableSgdOptimizer<T>(this, phi, compute);
}
