using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Optimizers.Learned.RnnProp;

/// <summary>
/// RNNProp (Lv, Jiang, Li 2017, "Learning gradient descent: better generalization and longer horizons"): reads of each coordinate the
/// gradient and its running mean, both over the root of the running mean square, so that their scale does not matter; an affine layer with
/// ELU, two LSTM cells and a linear output; the update is updateScale · tanh(output), so that no step is longer than that.
/// </summary>
public sealed record RnnProp : ILearnedOptimizer
{
    private const int FeatureCount = 2;

    /// <summary>Settings of an RNNProp; the defaults are the paper's.</summary>
    /// <param name="hiddenSize">H of the projection and both cells, 1 to 1024.</param>
    /// <param name="beta1">Decay of the gradient's mean, 0 to below 1.</param>
    /// <param name="beta2">Decay of the squared gradient's mean, 0 to below 1.</param>
    /// <param name="updateScale">The longest step of a coordinate; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RnnProp(int hiddenSize = 20, double beta1 = 0.95, double beta2 = 0.95, double updateScale = 0.1)
    {
        if (hiddenSize is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(hiddenSize), $"hiddenSize is {hiddenSize}; expected 1 to 1024");
        HiddenSize = hiddenSize;
        Beta1 = SettingRange.BelowOne(beta1, nameof(beta1));
        Beta2 = SettingRange.BelowOne(beta2, nameof(beta2));
        UpdateScale = SettingRange.Positive(updateScale, nameof(updateScale));
    }

    /// <summary>H of the projection and both cells.</summary>
    public int HiddenSize { get; }

    /// <summary>Decay of the gradient's mean.</summary>
    public double Beta1 { get; }

    /// <summary>Decay of the squared gradient's mean.</summary>
    public double Beta2 { get; }

    /// <summary>The longest step of a coordinate.</summary>
    public double UpdateScale { get; }

    internal static LstmInputs Inputs => new(Preprocess: false, Factor: 1, FeatureCount, ReadsGradient: false);

    internal LstmShape Shape => new(HiddenSize, HiddenSize);

    /// <summary>
    /// The projection (H, 2) and (H), then the cells and the output layer under the names that <see cref="CoordinateLstm"/> gives them.
    /// </summary>
    public ParameterLayout PhiLayout() => new(
    [
        ("input.weight", [HiddenSize, FeatureCount]),
        ("input.bias", [HiddenSize]),
        .. LstmTensors.Layout(HiddenSize, HiddenSize),
    ]);

    /// <summary>Draws a fresh phi: uniform in ±1/√2 for the projection, ±1/√H for the rest, as PyTorch does. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(rng);
        int projection = HiddenSize * (FeatureCount + 1);
        rng.FillUniform(phi[..projection], 1 / Math.Sqrt(FeatureCount));
        rng.FillUniform(phi[projection..], 1 / Math.Sqrt(HiddenSize));
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new RnnPropOptimizer<T>(this, phi, compute);
}
