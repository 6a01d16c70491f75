using System.Collections.Immutable;

namespace L2O.Numerics;

/// <summary>One named tensor inside a flat vector: where it starts and what shape it has.</summary>
/// <param name="Name">The tensor's name, unique in its layout, e.g. <c>layers.mat_0.weight</c>.</param>
/// <param name="Offset">Index of the tensor's first coordinate in the flat vector.</param>
/// <param name="Shape">Sizes of the dimensions, row-major; the last one is contiguous.</param>
public sealed record ParameterSlot(string Name, int Offset, ImmutableArray<int> Shape)
{
    /// <summary>Number of coordinates of the tensor: the product of <see cref="Shape"/>.</summary>
    public int Count { get; } = Shape.Aggregate(1, static (product, size) => checked(product * size));

    /// <summary>
    /// What the tensor is to its network. Where the layout does not say, it follows from the rank: a matrix from two dimensions on.
    /// </summary>
    public TensorRole Role { get; init; } = Shape.Length >= 2 ? TensorRole.Matrix : TensorRole.Bias;

    /// <summary>
    /// What a learned optimizer's updates of the tensor are multiplied by, so that they suit any width: 1/fan-in for hidden matrices of
    /// networks in the maximal update parametrization, 1 for all other tensors; above 0 (Thérien et al. 2024, "µLO").
    /// </summary>
    public double UpdateScale { get; init; } = 1;

    /// <summary>The tensor's slice of a flat vector of the whole layout.</summary>
    public Span<T> Of<T>(Span<T> vector) => vector.Slice(Offset, Count);

    /// <summary>The tensor's slice of a flat vector of the whole layout.</summary>
    public ReadOnlySpan<T> Of<T>(ReadOnlySpan<T> vector) => vector.Slice(Offset, Count);
}
