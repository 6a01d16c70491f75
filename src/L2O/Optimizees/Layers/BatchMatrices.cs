using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>A matrix (sample, feature) for each of several layers; memory grows to the largest batch and is not allocated again.</summary>
/// <param name="sizes">Features, of each layer.</param>
internal sealed class BatchMatrices<T>(ImmutableArray<int> sizes) where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AlignedBuffer<T>[] _buffers = new AlignedBuffer<T>[sizes.Length];
    private int _capacity;

    /// <summary>Makes room for that many samples.</summary>
    public void Reserve(int count)
    {
        if (count <= _capacity)
            return;
        for (int i = 0; i < sizes.Length; i++)
            _buffers[i] = new AlignedBuffer<T>(checked(count * sizes[i]));
        _capacity = count;
    }

    /// <summary>The matrix of a layer.</summary>
    /// <param name="layer">From 0.</param>
    /// <param name="count">Samples, at most as many as there is room for.</param>
    public Span<T> Of(int layer, int count) => _buffers[layer].Span[..(count * sizes[layer])];
}
