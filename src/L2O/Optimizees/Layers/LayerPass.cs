using System.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>What a layer reads in a pass over a batch, forward and backward alike.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct LayerPass<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layer's slice of theta.</summary>
    public ReadOnlySpan<T> Parameters { get; init; }

    /// <summary>The layer's slice of the statistics; changed by forward passes in training.</summary>
    public Span<T> Statistics { get; init; }

    /// <summary>(sample, input feature).</summary>
    public ReadOnlySpan<T> Input { get; init; }

    /// <summary>Number of samples.</summary>
    public int Count { get; init; }

    /// <summary>Whether this is training; evaluation otherwise.</summary>
    public bool IsTraining { get; init; }
}
