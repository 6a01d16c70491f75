using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned.Factored;
using L2O.Optimizers.Learned.SmallFc;

namespace L2O.Optimizers.Learned.Elo;

/// <summary>
/// ELO as it is used (<c>ELO_naive.py</c> of PyLO): the network of <see cref="SmallFc.SmallFc"/> with running means of fixed decays; the
/// update is -learningRate·(o·exp(magnitudeScale·e) + weightDecay·theta). Published together with clipping of the gradient's norm and a
/// schedule, which go around the optimizer. The formulas: docs/mathematics.md section 9.
/// </summary>
public sealed record Elo : ILearnedOptimizer
{
    /// <summary>Settings of ELO; without arguments the published ones.</summary>
    /// <param name="hiddenSize">Units of both hidden layers, a multiple of 4 up to 128.</param>
    /// <param name="learningRate">Factor of the update; positive.</param>
    /// <param name="magnitudeScale">Factor of the second output, in the exponent; at least 0.</param>
    /// <param name="weightDecay">Times the learning rate, the share of theta that a step takes away; at least 0.</param>
    /// <param name="convolutions">What tensors of more than two dimensions are taken for.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public Elo(int hiddenSize = 32, double learningRate = 1e-3, double magnitudeScale = 0.001, double weightDecay = 0,
        ConvolutionForm convolutions = ConvolutionForm.Matrix)
    {
        HiddenSize = SmallFcPhi.CheckHidden(hiddenSize);
        LearningRate = SettingRange.Positive(learningRate, nameof(learningRate));
        MagnitudeScale = SettingRange.NotNegative(magnitudeScale, nameof(magnitudeScale));
        WeightDecay = SettingRange.NotNegative(weightDecay, nameof(weightDecay));
        Convolutions = SettingRange.Defined(convolutions, nameof(convolutions));
    }

    /// <summary>Units of both hidden layers.</summary>
    public int HiddenSize { get; }

    /// <summary>Factor of the update.</summary>
    public double LearningRate { get; }

    /// <summary>Factor of the second output, in the exponent.</summary>
    public double MagnitudeScale { get; }

    /// <summary>Times the learning rate, the share of theta that a step takes away.</summary>
    public double WeightDecay { get; }

    /// <summary>What tensors of more than two dimensions are taken for.</summary>
    public ConvolutionForm Convolutions { get; }

    /// <summary>
    /// PyLO's names, (out, in): <c>network.input</c> (h, 39), <c>network.linear_0</c> (h, h) and <c>network.output</c> (2, h), weight and
    /// bias each.
    /// </summary>
    public ParameterLayout PhiLayout() => SmallFcPhi.Layout(HiddenSize, learnsDecays: false);

    /// <summary>Draws a fresh phi: weights normal with σ = 1/√inputs, cut at ±2σ, biases 0. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        SmallFcPhi.Initialize(PhiLayout(), phi, rng);
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new SmallFcOptimizer<T>(this, new SmallFcRule("elo", HiddenSize, LearningRate, LearningRate, MagnitudeScale,
            LearningRate * WeightDecay, Convolutions), phi, compute);
}
