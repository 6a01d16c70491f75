using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees.Activations;

/// <summary>Applies one <see cref="ActivationKind"/> to all features.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class Activation<T> : ILayer<T>, ITangentLayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ActivationKind _kind;
    private readonly LaneWidth _lanes;
    private AlignedBuffer<T> _scratch = new(0); // (sample, feature), of gated functions' tangents alone

    /// <summary>A layer without parameters.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="compute">Where to run.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or there is no such kind.</exception>
    public Activation(ActivationKind kind, int size, Compute compute)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentNullException.ThrowIfNull(compute);
        ActivationMap.Check(kind, nameof(kind));
        (_kind, _lanes) = (kind, compute.Lanes);
        Signature = new LayerSignature(size, size)
        {
            Name = ActivationMap.NameOf(kind),
            Role = ActivationMap.IsHomogeneous(kind) ? LayerRole.Homogeneous : LayerRole.Other,
        };
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng)
    {
    }

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output) => ActivationMap.Forward(_kind, _lanes, pass.Input, output);

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        if (!dInput.IsEmpty)
            ActivationMap.Backward(_kind, _lanes, ActivationMap.Argument(_kind, pass.Input, output), dOutput, dInput);
    }

    /// <inheritdoc/>
    public bool SupportsTangents => true;

    /// <inheritdoc/>
    public void ForwardTangent(LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, Span<T> outputTangent) =>
        // The function acts on each feature: forward or backward, its slope is the factor.
        ActivationMap.Backward(_kind, _lanes, ActivationMap.Argument(_kind, pass.Input, output), tangent.Input, outputTangent);

    /// <inheritdoc/>
    public void BackwardTangent(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput,
            ReadOnlySpan<T> dOutputTangent, Span<T> dParametersTangent, Span<T> dInputTangent)
    {
        if (ActivationMap.IsGated(_kind))
        {
            BackwardTangentOfGate(pass, tangent, dOutput, dOutputTangent, dInputTangent);
            return;
        }
        // f'·dOutputTangent + f''·inputTangent·dOutput, the slope f' taken out in front.
        ActivationMap.CurvatureOverSlope(_kind, output, dInputTangent);
        TensorPrimitives.Multiply(dInputTangent, tangent.Input, dInputTangent);
        TensorPrimitives.MultiplyAdd(dInputTangent, dOutput, dOutputTangent, dInputTangent);
        ActivationMap.Backward(_kind, _lanes, output, dInputTangent, dInputTangent);
    }

    /// <summary>f''·inputTangent·dOutput + f'·dOutputTangent.</summary>
    private void BackwardTangentOfGate(
        LayerPass<T> pass, LayerTangent<T> tangent, ReadOnlySpan<T> dOutput, ReadOnlySpan<T> dOutputTangent, Span<T> dInputTangent)
    {
        if (_scratch.Length < dInputTangent.Length)
            _scratch = new AlignedBuffer<T>(dInputTangent.Length);
        Span<T> bySlope = _scratch.Span[..dInputTangent.Length];
        ActivationMap.Curvature(_kind, _lanes, pass.Input, tangent.Input, dInputTangent);
        TensorPrimitives.Multiply(dInputTangent, dOutput, dInputTangent);
        ActivationMap.Backward(_kind, _lanes, pass.Input, dOutputTangent, bySlope);
        TensorPrimitives.Add(dInputTangent, bySlope, dInputTangent);
    }
}
