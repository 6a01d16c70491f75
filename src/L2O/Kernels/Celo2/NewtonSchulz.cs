using System.Numerics;
using System.Numerics.Tensors;
using L2O.Kernels.Products;

namespace L2O.Kernels.Celo2;

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

    private readonly Gemm<T> _gemm;
    private readonly T[] _matrix, _gram, _square;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="shapes">Rows and columns of the matrices to come.</param>
    public NewtonSchulz(Compute compute, IReadOnlyCollection<(int Rows, int Columns)> shapes)
    {
        _gemm = new Gemm<T>(compute);
        int most = 0, side = 0;
        foreach ((int rows, int columns) in shapes)
        {
            (most, side) = (Math.Max(most, checked(rows * columns)), Math.Max(side, Math.Min(rows, columns)));
            int least = Math.Min(rows, columns);
            _gemm.Reserve(Gram(rows, columns));
            _gemm.Reserve(new GemmShape(least, least, least));
            _gemm.Reserve(Next(rows, columns));
        }
        (_matrix, _gram, _square) = (new T[most], new T[checked(side * side)], new T[checked(side * side)]);
    }

    /// <summary>Replaces the matrix.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="squares">The sum of its squares.</param>
    /// <param name="matrix">(row, column).</param>
    public void Run(int rows, int columns, double squares, Span<T> matrix)
    {
        int side = Math.Min(rows, columns);
        Span<T> other = _matrix.AsSpan(0, matrix.Length), x = matrix;
        Span<T> gram = _gram.AsSpan(0, side * side), square = _square.AsSpan(0, side * side);
        TensorPrimitives.Multiply(matrix, T.CreateTruncating(1 / (Math.Sqrt(squares) + Epsilon)), matrix);
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            _gemm.Multiply(Gram(rows, columns), x, x, gram);
            _gemm.Multiply(new GemmShape(side, side, side), gram, gram, square);
            TensorPrimitives.Multiply(gram, T.CreateTruncating(Cubic), gram);
            TensorPrimitives.FusedMultiplyAdd(square, T.CreateTruncating(Quintic), gram, gram);
            for (int i = 0; i < gram.Length; i += side + 1)
                gram[i] += T.CreateTruncating(Linear);
            if (rows <= columns)
                _gemm.Multiply(Next(rows, columns), gram, x, other);
            else
                _gemm.Multiply(Next(rows, columns), x, gram, other);
            Span<T> before = x;
            x = other;
            other = before;
        }
        x.CopyTo(other); // an odd number of times: the last one lies in the scratch memory
    }

    private static GemmShape Gram(int rows, int columns) => rows <= columns
        ? new GemmShape(rows, rows, columns, RightTransposed: true)
        : new GemmShape(columns, columns, rows, LeftTransposed: true);

    private static GemmShape Next(int rows, int columns) => new(rows, columns, Math.Min(rows, columns));
}
