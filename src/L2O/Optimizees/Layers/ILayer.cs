using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>
/// One stage of a <see cref="Network{T}"/>: a function of a batch with a hand-derived backward pass. An instance may own scratch
/// memory, which grows to the largest batch seen and is not allocated again; it belongs to one network.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public interface ILayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sizes, parameters and properties; constant.</summary>
    LayerSignature Signature { get; }

    /// <summary>Overwrites the layer's parameters with fresh ones and its statistics with their starting values.</summary>
    /// <param name="parameters">The layer's slice of theta.</param>
    /// <param name="statistics">The layer's slice of the statistics.</param>
    /// <param name="rng">Source of the random numbers.</param>
    void Initialize(Span<T> parameters, Span<T> statistics, Rng rng);

    /// <summary>Computes the output.</summary>
    /// <param name="pass">What to read.</param>
    /// <param name="output">(sample, output feature); overwritten.</param>
    void Forward(LayerPass<T> pass, Span<T> output);

    /// <summary>Computes the derivatives of the loss, given that <see cref="Forward"/> has just run on the same pass.</summary>
    /// <param name="pass">As in the forward pass.</param>
    /// <param name="output">What the forward pass gave.</param>
    /// <param name="dOutput">(sample, output feature): dLoss/dOutput.</param>
    /// <param name="dParameters">dLoss/dParameters; overwritten.</param>
    /// <param name="dInput">(sample, input feature): dLoss/dInput; overwritten. Empty where nobody needs it.</param>
    void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput);
}
