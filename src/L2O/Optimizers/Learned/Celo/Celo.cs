using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.Celo;

/// <summary>
/// Celo (Moudgil et al. 2025, "Celo: training versatile learned optimizers on a compute diet"; <c>celo.py</c> of amoudgl/celo): one small
/// network moves each coordinate, and an LSTM that reads the training loss and the time gives all of them one rate per step. The update is
/// -learningRate·rate·√(mean theta²)·0.001·o·exp(0.001·e). Reads the loss and the number of steps. The formulas: docs/mathematics.md
/// section 9. Has no backward pass.
/// </summary>
public sealed record Celo : ILearnedOptimizer
{
    /// <summary>Settings of a Celo; without arguments the published one.</summary>
    /// <param name="isScheduled">Whether the LSTM's rate is a factor of the update; false is the first phase of its training.</param>
    /// <param name="learningRate">Factor of the update; positive.</param>
    /// <param name="convolutions">What tensors of more than two dimensions are taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public Celo(bool isScheduled = true, double learningRate = 1, ConvolutionForm convolutions = ConvolutionForm.Matrix)
    {
        IsScheduled = isScheduled;
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        Convolutions = SettingRange.Defined(convolutions, nameof(convolutions));
    }

    /// <summary>Whether the LSTM's rate is a factor of the update.</summary>
    public bool IsScheduled { get; }

    /// <summary>Factor of the update.</summary>
    public double LearningRate { get; }

    /// <summary>What tensors of more than two dimensions are taken for.</summary>
    public ConvolutionForm Convolutions { get; }

    /// <inheritdoc/>
    public bool Continues(ILearnedOptimizer earlier) =>
        earlier is Celo celo && Equals(new Celo(IsScheduled, celo.LearningRate, celo.Convolutions));

    /// <summary>
    /// The small network, (in, out): the first layer in the blocks <c>w0.0</c> to <c>w0.13</c> (features, 4) and its bias <c>b0</c>;
    /// <c>dense_w.0</c> (4, 4), <c>dense_b.0</c>, <c>dense_w.1</c> (4, 3), <c>dense_b.1</c>. Then the schedule: the LSTM's initial state
    /// and its layers, <c>rnn_params.linear.w</c> (18, 64) to <c>rnn_params.step_size.b</c> (1), under Haiku's names. <c>linear</c> and
    /// <c>rnn_to_controls</c> are there for the published files' sake: nothing reads them.
    /// </summary>
    public ParameterLayout PhiLayout() => new([.. CeloPhi.Network, .. CeloPhi.Schedule(hasControls: true)]);

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
        new CeloOptimizer<T>(this, phi, compute);
}
