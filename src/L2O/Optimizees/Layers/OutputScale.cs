using System.Numerics;
using System.Numerics.Tensors;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>y = factor·x, behind the last affine layer of a network in the maximal update parametrization.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="size">Features, positive.</param>
/// <param name="factor">Above 0.</param>
internal sealed class OutputScale<T>(int size, double factor) : ILayer<T>, ITangentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T _factor = T.CreateChecked(factor);

    /// <inheritdoc/>
    public LayerSignature Signature { get; } = new(size, size) { Name = "scale", Role = LayerRole.Homogeneous };

    /// <inheritdoc/>
    public bool SupportsTangents => true;

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng)
    {
    }

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output) => TensorPrimitives.Multiply(pass.Input, _factor, output);

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput) =>
        TensorPrimitives.Multiply(dOutput, _factor, dInput);

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent) =>
        TensorPrimitives.Multiply(tangent.Input, _factor, outputTangent);

    /// <inheritdoc/>
    public void BackwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput,
        ReadOnlySpan<T> dOutputTangent, Span<T> dParametersTangent, Span<T> dInputTangent) =>
        TensorPrimitives.Multiply(dOutputTangent, _factor, dInputTangent);
}
