using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>
/// Celo-Adam (<c>celo_adam.py</c> of amoudgl/celo): Adam with β1 = 0.9, β2 = 0.999 whose rate is that of <see cref="Celo"/>'s LSTM, which
/// reads the training loss and the time: the update is -learningRate·rate·0.001·m̂/(√(r̂ + 1e-10) + 1e-8). Reads the loss and the number
/// of steps. The formulas: docs/mathematics.md section 9. Has no backward pass.
/// </summary>
public sealed record CeloAdam : ILearnedOptimizer
{
    /// <summary>Settings of a Celo-Adam; without arguments the published one.</summary>
    /// <param name="learningRate">Factor of the update; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of its range.</exception>
    public CeloAdam(double learningRate = 1) => LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));

    /// <summary>Factor of the update.</summary>
    public double LearningRate { get; }

    /// <summary>
    /// The LSTM's initial state and its layers, (in, out): <c>rnn_params.linear.w</c> (18, 64) to <c>rnn_params.step_size.b</c> (1), under
    /// Haiku's names. <c>linear</c> is there for the published files' sake: nothing reads it.
    /// </summary>
    public ParameterLayout PhiLayout() => new([.. CeloPhi.Schedule(hasControls: false)]);

    /// <summary>Draws a fresh phi: weights normal with σ = 1/√inputs, cut at ±2σ, biases and initial state 0. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        CeloPhi.Initialize(PhiLayout(), phi, rng);
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new CeloAdamOptimizer<T>(this, phi, compute);
}
