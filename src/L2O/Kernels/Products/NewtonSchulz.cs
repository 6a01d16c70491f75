using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Products;

/// <summary>
/// Brings all singular values of a matrix near 1 without decomposing it: five times X = (3.4445·I - 4.7750·A + 2.0315·A²)·X with A = X·Xᵀ,
/// after Jordan et al. 2024 (Muon). A is that of the shorter side. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed unsafe class NewtonSchulz<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public const int Iterations = 5;
    public const double Linear = 3.4445, Cubic = -4.7750, Quintic = 2.0315;

    private const double Epsilon = 1e-8;
    private const long MostAtOnce = 5_000_000; // operations of a product: more are worth sharing out over threads

    private readonly Compute _compute;
    private readonly NewtonSchulzProducts<T>? _products;
    private readonly AlignedBuffer<T> _tall, _result, _squares;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="shapes">Rows and columns of the matrices to come.</param>
    public NewtonSchulz(Compute compute, IReadOnlyCollection<(int Rows, int Columns)> shapes)
    {
        _compute = compute;
        (int Side, int Length)[] sizes = [.. shapes.Select(static shape =>
            (Math.Min(shape.Rows, shape.Columns), Math.Max(shape.Rows, shape.Columns)))];
        int most = sizes.Select(static size => NewtonSchulzKernel<T>.Size(size.Length, size.Side)).DefaultIfEmpty().Max();
        (_tall, _result) = (new(most), new(most));
        _squares = new(2 * sizes.Where(IsSmall).Select(static size =>
            NewtonSchulzKernel<T>.Size(size.Side, size.Side)).DefaultIfEmpty().Max());
        if (sizes.Where(static size => !IsSmall(size)).ToArray() is { Length: > 0 } large)
            _products = new NewtonSchulzProducts<T>(compute, large);
    }

    /// <summary>Replaces the matrix.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="squares">The sum of its squares.</param>
    /// <param name="matrix">(row, column).</param>
    public void Run(int rows, int columns, double squares, Span<T> matrix)
    {
        // The tall one of the matrix and its transpose: products with it need no copy of it in another order.
        (int side, int length) = (Math.Min(rows, columns), Math.Max(rows, columns));
        TensorPrimitives.Multiply(matrix, T.CreateTruncating(1 / (Math.Sqrt(squares) + Epsilon)), matrix);
        bool isSmall = IsSmall((side, length)), isWide = rows < columns;
        int stride = isSmall ? NewtonSchulzKernel<T>.Stride(side) : side;
        Copy(side, length, isWide, matrix, _tall.Pointer(), stride, isBack: false);
        if (isSmall)
        {
            var kernel = new NewtonSchulzKernel<T>(side, length, _tall.Pointer(), _result.Pointer(), _squares.Pointer());
            LaneDispatch.Run<NewtonSchulzKernel<T>, T>(_compute.Lanes, ref kernel);
        }
        else
            _products!.Run(side, length, _tall.Span[..matrix.Length], _result.Span[..matrix.Length]);
        Copy(side, length, isWide, matrix, _result.Pointer(), stride, isBack: true);
    }

    private static bool IsSmall((int Side, int Length) size) => 2L * size.Side * size.Side * size.Length <= MostAtOnce;

    /// <summary>Copies the matrix to the tall one, or back.</summary>
    private static void Copy(int side, int length, bool isWide, Span<T> matrix, T* tall, int stride, bool isBack)
    {
        fixed (T* own = matrix)
        {
            if (isWide && isBack)
                Transposition.Copy(tall, stride, length, side, own, length);
            else if (isWide)
                Transposition.Copy(own, length, side, length, tall, stride);
            else
                for (int row = 0; row < length; row++)
                {
                    Span<T> here = matrix.Slice(row * side, side), there = new(tall + (nint)row * stride, side);
                    (isBack ? there : here).CopyTo(isBack ? here : there);
                }
        }
    }
}
