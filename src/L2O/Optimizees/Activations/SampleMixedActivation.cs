using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees.Activations;

/// <summary>
/// Several activations in turn along the batch: sample i uses the activation i mod their number. What a sample gives thus depends on its
/// place, so batches are never evaluated in parts.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class SampleMixedActivation<T> : ILayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<ActivationKind> _kinds;
    private readonly int _size;
    private readonly LaneWidth _lanes;

    /// <summary>A layer without parameters.</summary>
    /// <param name="kinds">The functions in turn, at least one.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="compute">Where to run.</param>
    /// <exception cref="ArgumentException">There are no functions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or there is no such kind.</exception>
    public SampleMixedActivation(ImmutableArray<ActivationKind> kinds, int size, Compute compute)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        ArgumentNullException.ThrowIfNull(compute);
        if (kinds.IsDefaultOrEmpty)
            throw new ArgumentException("no activations; expected at least one", nameof(kinds));
        foreach (ActivationKind kind in kinds)
            ActivationMap.Check(kind, nameof(kinds));
        (_kinds, _size, _lanes) = (kinds, size, compute.Lanes);
        Signature = new LayerSignature(size, size)
        {
            Name = $"{string.Join("/", kinds.Select(ActivationMap.NameOf))} by sample",
            SamplesAreIndependent = false
        };
    }

    /// <inheritdoc/>
    public LayerSignature Signature { get; }

    /// <inheritdoc/>
    public void Initialize(Span<T> parameters, Span<T> statistics, Rng rng)
    {
    }

    /// <inheritdoc/>
    public void Forward(LayerPass<T> pass, Span<T> output)
    {
        for (int sample = 0, start = 0; sample < pass.Count; sample++, start += _size)
            ActivationMap.Forward(_kinds[sample % _kinds.Length], _lanes, pass.Input.Slice(start, _size), output.Slice(start, _size));
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        if (dInput.IsEmpty)
            return;
        for (int sample = 0, start = 0; sample < pass.Count; sample++, start += _size)
        {
            ActivationKind kind = _kinds[sample % _kinds.Length];
            ReadOnlySpan<T> argument = ActivationMap.Argument(kind, pass.Input, output).Slice(start, _size);
            ActivationMap.Backward(kind, _lanes, argument, dOutput.Slice(start, _size), dInput.Slice(start, _size));
        }
    }
}
