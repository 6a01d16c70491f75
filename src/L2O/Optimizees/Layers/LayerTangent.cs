using System.Numerics;

namespace L2O.Optimizees.Layers;

/// <summary>How fast a layer's parameters and input change along a direction in theta.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public readonly ref struct LayerTangent<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layer's slice of the direction.</summary>
    public ReadOnlySpan<T> Parameters { get; init; }

    /// <summary>(sample, input feature); empty for the first trained layer, whose input does not change.</summary>
    public ReadOnlySpan<T> Input { get; init; }
}
