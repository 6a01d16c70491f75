using System.Numerics;
using L2O.Numerics;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;

namespace L2O.Optimizers.Learned.Mlp;

/// <summary>
/// A small network without memory of its own, applied to every coordinate, after Metz et al. 2019 ("Understanding and correcting
/// pathologies in the training of learned optimizers"): it reads the gradient, the parameter, running means of the gradient at several
/// decays and of its square, each over its root mean square in the tensor, Adam's and RMSProp's directions, and the time; two hidden layers
/// of ReLU; the outputs d and m make the update updateScale · d · exp(magnitudeScale · m).
/// </summary>
public sealed record CoordinateMlp : ILearnedOptimizer
{
    /// <summary>Settings of such a network.</summary>
    /// <param name="hiddenSize">Units of both hidden layers, 1 to 1024.</param>
    /// <param name="updateScale">Factor of the update; positive. The paper has 0.001, which takes longer to meta-train.</param>
    /// <param name="magnitudeScale">Factor of the second output, in the exponent; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public CoordinateMlp(int hiddenSize = 32, double updateScale = 0.01, double magnitudeScale = 0.1)
    {
        if (hiddenSize is < 1 or > 1024)
            throw new ArgumentOutOfRangeException(nameof(hiddenSize), $"hiddenSize is {hiddenSize}; expected 1 to 1024");
        HiddenSize = hiddenSize;
        UpdateScale = SettingRange.Positive(updateScale, nameof(updateScale));
        MagnitudeScale = SettingRange.Positive(magnitudeScale, nameof(magnitudeScale));
    }

    /// <summary>Units of both hidden layers.</summary>
    public int HiddenSize { get; }

    /// <summary>Factor of the update.</summary>
    public double UpdateScale { get; }

    /// <summary>Factor of the second output, in the exponent.</summary>
    public double MagnitudeScale { get; }

    /// <summary>
    /// The three affine layers: <c>layers.0</c>, <c>layers.1</c> and <c>output</c>, weight (out, in) and bias (out) each.
    /// </summary>
    public ParameterLayout PhiLayout()
    {
        using var compute = new Compute(threads: 1);
        return new ParameterLayout([.. Layers<float>(compute).SelectMany(static layer => layer.Signature.Parameters)]);
    }

    /// <summary>Draws a fresh phi: each layer uniform in ±1/√inputs, as PyTorch does. Overwrites.</summary>
    /// <param name="phi">(P), laid out by <see cref="PhiLayout"/>.</param>
    /// <param name="rng">Source of randomness.</param>
    public void InitializePhi<T>(Span<T> phi, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using var compute = new Compute(threads: 1);
        int start = 0;
        foreach (ILayer<T> layer in Layers<T>(compute))
        {
            int count = layer.Signature.Parameters.Sum(static tensor =>
                tensor.Shape.Aggregate(1, static (product, size) => product * size));
            layer.Initialize(phi.Slice(start, count), [], rng);
            start += count;
        }
    }

    /// <inheritdoc/>
    public LearnedOptimizer<T> Bind<T>(ReadOnlySpan<T> phi, Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new CoordinateMlpOptimizer<T>(this, phi, compute);

    /// <summary>The network's layers.</summary>
    internal ILayer<T>[] Layers<T>(Compute compute) where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
    [
        new Affine<T>("layers.0", CoordinateFeatures<T>.Count, HiddenSize, compute),
        new Activation<T>(ActivationKind.Relu, HiddenSize, compute),
        new Affine<T>("layers.1", HiddenSize, HiddenSize, compute),
        new Activation<T>(ActivationKind.Relu, HiddenSize, compute),
        new Affine<T>("output", HiddenSize, 2, compute),
    ];
}
