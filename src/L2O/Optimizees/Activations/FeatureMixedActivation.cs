using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizees.Layers;

namespace L2O.Optimizees.Activations;

/// <summary>Several activations in turn along the features: feature j uses the activation j mod their number.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class FeatureMixedActivation<T> : ILayer<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<ActivationKind> _kinds;
    private readonly int _size;
    private readonly LaneWidth _lanes;
    private AlignedBuffer<T> _values = new(0); // (sample, feature of one activation)
    private AlignedBuffer<T> _dValues = new(0); // (sample, feature of one activation)

    /// <summary>A layer without parameters.</summary>
    /// <param name="kinds">The functions in turn, at least one.</param>
    /// <param name="size">Features, positive.</param>
    /// <param name="compute">Where to run.</param>
    /// <exception cref="ArgumentException">There are no functions.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The size is not positive, or there is no such kind.</exception>
    public FeatureMixedActivation(ImmutableArray<ActivationKind> kinds, int size, Compute compute)
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
            Name = $"{string.Join("/", kinds.Select(ActivationMap.NameOf))} by feature",
            Role = kinds.Any(ActivationMap.IsHomogeneous) ? LayerRole.Homogeneous : LayerRole.Other,
            HomogeneousFeatures = kinds.All(ActivationMap.IsHomogeneous)
                ? [] : [.. Enumerable.Range(0, size).Select(feature => ActivationMap.IsHomogeneous(kinds[feature % kinds.Length]))],
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
        Reserve(pass.Count);
        for (int first = 0; first < _kinds.Length; first++)
        {
            Span<T> values = Gather(pass.Input, first, _values);
            ActivationMap.Forward(_kinds[first], _lanes, values, values);
            Scatter(values, first, output);
        }
    }

    /// <inheritdoc/>
    public void Backward(LayerPass<T> pass, ReadOnlySpan<T> output, ReadOnlySpan<T> dOutput, Span<T> dParameters, Span<T> dInput)
    {
        if (dInput.IsEmpty)
            return;
        for (int first = 0; first < _kinds.Length; first++)
        {
            Span<T> values = Gather(ActivationMap.Argument(_kinds[first], pass.Input, output), first, _values);
            Span<T> dValues = Gather(dOutput, first, _dValues);
            ActivationMap.Backward(_kinds[first], _lanes, values, dValues, dValues);
            Scatter(dValues, first, dInput);
        }
    }

    // The features of one activation lie apart: side by side they fill whole registers.
    private Span<T> Gather(ReadOnlySpan<T> matrix, int first, AlignedBuffer<T> buffer)
    {
        Span<T> values = buffer.Span;
        int count = 0;
        for (int row = 0; row < matrix.Length; row += _size)
            for (int feature = first; feature < _size; feature += _kinds.Length)
                values[count++] = matrix[row + feature];
        return values[..count];
    }

    private void Scatter(ReadOnlySpan<T> values, int first, Span<T> matrix)
    {
        int count = 0;
        for (int row = 0; row < matrix.Length; row += _size)
            for (int feature = first; feature < _size; feature += _kinds.Length)
                matrix[row + feature] = values[count++];
    }

    private void Reserve(int count)
    {
        int length = checked(count * ((_size + _kinds.Length - 1) / _kinds.Length));
        if (_values.Length >= length)
            return;
        _values = new AlignedBuffer<T>(length);
        _dValues = new AlignedBuffer<T>(length);
    }
}
