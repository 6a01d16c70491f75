using System.Numerics;
using System.Numerics.Tensors;

namespace L2O.Kernels.Products;

/// <summary>The iterations of <see cref="NewtonSchulz{T}"/> on a matrix whose products are worth sharing out over threads.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class NewtonSchulzProducts<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Gemm<T> _gemm;
    private readonly T[] _gram, _square;

    /// <param name="compute">Lanes and threads.</param>
    /// <param name="sizes">The shorter and the longer sides of the matrices to come.</param>
    public NewtonSchulzProducts(Compute compute, IReadOnlyCollection<(int Side, int Length)> sizes)
    {
        _gemm = new Gemm<T>(compute);
        foreach ((int side, int length) in sizes)
            foreach (GemmShape shape in (ReadOnlySpan<GemmShape>)[Gram(side, length), new(side, side, side), new(length, side, side)])
                _gemm.Reserve(shape);
        int most = sizes.Max(static size => checked(size.Side * size.Side));
        (_gram, _square) = (new T[most], new T[most]);
    }

    /// <summary>Does all iterations.</summary>
    /// <param name="side">The shorter side.</param>
    /// <param name="length">The longer side.</param>
    /// <param name="matrix">(length, side) X; overwritten.</param>
    /// <param name="result">(length, side); overwritten: X at the end, since their number is odd.</param>
    public void Run(int side, int length, Span<T> matrix, Span<T> result)
    {
        Span<T> x = matrix, next = result, gram = _gram.AsSpan(0, side * side), square = _square.AsSpan(0, side * side);
        for (int iteration = 0; iteration < NewtonSchulz<T>.Iterations; iteration++)
        {
            _gemm.Multiply(Gram(side, length), x, x, gram);
            _gemm.Multiply(new GemmShape(side, side, side), gram, gram, square);
            TensorPrimitives.Multiply(gram, T.CreateTruncating(NewtonSchulz<T>.Cubic), gram);
            TensorPrimitives.FusedMultiplyAdd(square, T.CreateTruncating(NewtonSchulz<T>.Quintic), gram, gram);
            for (int i = 0; i < gram.Length; i += side + 1)
                gram[i] += T.CreateTruncating(NewtonSchulz<T>.Linear);
            _gemm.Multiply(new GemmShape(length, side, side), x, gram, next);
            Span<T> before = x;
            x = next;
            next = before;
        }
    }

    private static GemmShape Gram(int side, int length) => new(side, side, length, LeftTransposed: true);
}
