using System.Numerics;

namespace L2O.Kernels.Products;

/// <summary>
/// Where the factors of a tile lie. Element (row, k) of A is <c>Left[row·LeftRowStride + k·LeftStride]</c>; row k of B starts at
/// <c>Right[k·RightStride]</c>.
/// </summary>
internal readonly unsafe struct GemmTileSource<T>(T* left, nint leftRowStride, nint leftStride, T* right, nint rightStride, int depth)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public readonly T* Left = left;
    public readonly nint LeftRowStride = leftRowStride;
    public readonly nint LeftStride = leftStride;
    public readonly T* Right = right;
    public readonly nint RightStride = rightStride;
    public readonly int Depth = depth;

    /// <summary>The same columns for rows further down.</summary>
    public GemmTileSource<T> Down(int rows) => new(Left + rows * LeftRowStride, LeftRowStride, LeftStride, Right, RightStride, Depth);
}
