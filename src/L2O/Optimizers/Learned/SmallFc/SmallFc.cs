using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;

namespace L2O.Optimizers.Learned.SmallFc;

/// <summary>
/// A small network for every coordinate of a tensor (Metz et al. 2022, "Practical tradeoffs between memory, compute, and performance in
/// learned optimizers"; <c>adafac_mlp_lopt.py</c> of google/learned_optimization): it reads gradient, parameter, running means and
/// Adafactor's factored mean squares, each over its root mean square in the tensor, and the time. Its outputs o and e make the update
/// -learningRate·(updateScale·o·exp(magnitudeScale·e) + weightDecay·theta). The means' decays are learned too. The formulas:
/// docs/mathematics.md section 9.
/// </summary>
public sealed record SmallFc : ILearnedOptimizer
{
    /// <summary>Settings of such a network; without arguments the published small one.</summary>
    /// <param name="hiddenSize">Units of both hidden layers, a multiple of 4 up to 128; 32 in µLO.</param>
    /// <param name="learningRate">Factor of the update; positive. A schedule goes around the optimizer.</param>
    /// <param name="updateScale">Factor of the network's output; positive. 0.01 in µLO.</param>
    /// <param name="magnitudeScale">Factor of the second output, in the exponent; at least 0.</param>
    /// <param name="weightDecay">Times the learning rate, the share of theta that a step takes away; at least 0.</param>
    /// <param name="convolutions">What tensors of more than two dimensions are taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public SmallFc(int hiddenSize = 4, double learningRate = 1, double updateScale = 0.001, double magnitudeScale = 0.001,
        double weightDecay = 0, ConvolutionForm convolutions = ConvolutionForm.Matrix)
    {
        HiddenSize = SmallFcPhi.CheckHidden(hiddenSize);
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        UpdateScale = SettingRange.Positive(updateScale, nameof(updateScale));
        MagnitudeScale = SettingRange.NotNegative(magnitudeScale, nameof(magnitudeScale));
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
        Convolutions = SettingRange.Defined(convolutions, nameof(convolutions));
    }

    /// <summary>Units of both hidden layers.</summary>
    public int HiddenSize { get; }

    /// <summary>Factor of the update.</summary>
    public double LearningRate { get; }

    /// <summary>Factor of the network's output.</summary>
    public double UpdateScale { get; }

    /// <summary>Factor of the second output, in the exponent.</summary>
    public double MagnitudeScale { get; }

    /// <summary>Times the learning rate, the share of theta that a step takes away.</summary>
    public double WeightDecay { get; }

    /// <summary>What tensors of more than two dimensions are taken for.</summary>
    public ConvolutionForm Convolutions { get; }

    /// <summary>
    /// PyLO's names, (out, in): <c>network.input</c> (h, 39), <c>network.linear_0</c> (h, h) and <c>network.output</c> (2, h), weight and
    /// bias each; then offsets of the decays: <c>momentum_decays</c> (3), <c>rms_decays</c> (1), <c>adafactor_decays</c> (3).
    /// </summary>
    public ParameterLayout PhiLayout() => SmallFcPhi.Layout(HiddenSize, learnsDecays: true);

    /// <summary>Draws a fresh phi: weights normal with σ = 1/√inputs, cut at ±2σ, biases and offsets 0. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        SmallFcPhi.Initialize(PhiLayout(), phi, rng);
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new SmallFcOptimizer<T>(this, new SmallFcRule("smallfc", HiddenSize, LearningRate, LearningRate * UpdateScale, MagnitudeScale,
            LearningRate * WeightDecay, Convolutions), phi, compute);
}
