using System.Numerics;
using System.Numerics.Tensors;

namespace L2O.Kernels.Products;

/// <summary>
/// Brings all singular values of a matrix near 1 without decomposing it: five times X = (3.4445·I - 4.7750·A + 2.0315·A²)·X with A = X·Xᵀ,
/// after Jordan et al. 2024 (Muon). A is that of the shorter side. Allocates at its making only.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class NewtonSchulz<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Iterations = 5;
    private const double Linear = 3.4445, Cubic = -4.7750, Quintic = 2.0315;
    private const double Epsilon = 1e-8;

    private const int Block = 16; // of a transposition: a cache line of the columns

    private readonly Gemm<T> _gemm;
    private readonly T[] _tall, _next, _gram, _square;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="shapes">Rows and columns of the matrices to come.</param>
    public NewtonSchulz(Compute compute, IReadOnlyCollection<(int Rows, int Columns)> shapes)
    {
        _gemm = new Gemm<T>(compute);
        int most = 0, longest = 0;
        foreach ((int rows, int columns) in shapes)
        {
            (int side, int length) = (Math.Min(rows, columns), Math.Max(rows, columns));
            (most, longest) = (Math.Max(most, checked(rows * columns)), Math.Max(longest, side));
            _gemm.Reserve(Gram(side, length));
            _gemm.Reserve(new GemmShape(side, side, side));
            _gemm.Reserve(new GemmShape(length, side, side));
        }
        (_tall, _next) = (new T[most], new T[most]);
        (_gram, _square) = (new T[checked(longest * longest)], new T[checked(longest * longest)]);
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
        Span<T> x = _tall.AsSpan(0, matrix.Length), next = _next.AsSpan(0, matrix.Length);
        Span<T> gram = _gram.AsSpan(0, side * side), square = _square.AsSpan(0, side * side);
        TensorPrimitives.Multiply(matrix, T.CreateTruncating(1 / (Math.Sqrt(squares) + Epsilon)), matrix);
        if (rows < columns)
            Transpose(matrix, rows, columns, x);
        else
            matrix.CopyTo(x);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            _gemm.Multiply(Gram(side, length), x, x, gram);
            _gemm.Multiply(new GemmShape(side, side, side), gram, gram, square);
            TensorPrimitives.Multiply(gram, T.CreateTruncating(Cubic), gram);
            TensorPrimitives.FusedMultiplyAdd(square, T.CreateTruncating(Quintic), gram, gram);
            for (int i = 0; i < gram.Length; i += side + 1)
                gram[i] += T.CreateTruncating(Linear);
            _gemm.Multiply(new GemmShape(length, side, side), x, gram, next);
            Span<T> before = x;
            x = next;
            next = before;
        }
        if (rows < columns)
            Transpose(x, columns, rows, matrix);
        else
            x.CopyTo(matrix);
    }

    private static GemmShape Gram(int side, int length) => new(side, side, length, LeftTransposed: true);

    private static void Transpose(ReadOnlySpan<T> matrix, int rows, int columns, Span<T> result)
    {
        for (int firstColumn = 0; firstColumn < columns; firstColumn += Block)
            for (int row = 0; row < rows; row++)
                for (int column = firstColumn; column < Math.Min(columns, firstColumn + Block); column++)
                    result[column * rows + row] = matrix[row * columns + column];
    }
}
