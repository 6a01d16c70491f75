using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace L2O.Kernels.Products;

/// <summary>Copies of matrices in the other order: eight by eight in registers where the processor can.</summary>
internal static unsafe class Transposition
{
    private const int Side = 8;

    /// <summary>target(column, row) = source(row, column).</summary>
    /// <param name="source">The first element.</param>
    /// <param name="sourceStride">Distance of the source's rows.</param>
    /// <param name="rows">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="target">Where the first element goes; does not overlap the source.</param>
    /// <param name="targetStride">Distance of the target's rows.</param>
    public static void Copy<T>(T* source, nint sourceStride, int rows, int columns, T* target, nint targetStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int wholeRows = 0, wholeColumns = 0;
        if (typeof(T) == typeof(float) && Avx.IsSupported)
        {
            (wholeRows, wholeColumns) = (rows - rows % Side, columns - columns % Side);
            for (int column = 0; column < wholeColumns; column += Side)
                for (int row = 0; row < wholeRows; row += Side)
                    Block((float*)(source + row * sourceStride + column), sourceStride, (float*)(target + column * targetStride + row),
                        targetStride);
        }
        Singly(source, sourceStride, 0, wholeRows, wholeColumns, columns, target, targetStride);
        Singly(source, sourceStride, wholeRows, rows, 0, columns, target, targetStride);
    }

    /// <summary>The same for spans.</summary>
    /// <param name="source">(row, column), with nothing between the rows but what the stride says.</param>
    /// <param name="sourceStride">Distance of the source's rows.</param>
    /// <param name="rows">Rows of the source, 1 or more.</param>
    /// <param name="columns">Columns of the source, 1 or more.</param>
    /// <param name="target">(column, row), likewise.</param>
    /// <param name="targetStride">Distance of the target's rows.</param>
    /// <exception cref="ArgumentException">A span is too short.</exception>
    public static void Copy<T>(ReadOnlySpan<T> source, int sourceStride, int rows, int columns, Span<T> target, int targetStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (source.Length < (rows - 1L) * sourceStride + columns || target.Length < (columns - 1L) * targetStride + rows)
            throw new ArgumentException($"{source.Length} values, room for {target.Length}; expected {rows} x {columns} of them");
        fixed (T* from = source, to = target)
            Copy(from, sourceStride, rows, columns, to, targetStride);
    }

    private static void Singly<T>(T* source, nint sourceStride, int firstRow, int endRow, int firstColumn, int endColumn, T* target,
        nint targetStride) where T : unmanaged
    {
        // Stretch by stretch, so that the lines of the target that one row fills are there for the next.
        for (int start = firstColumn; start < endColumn; start += 8 * Side)
        {
            int end = Math.Min(endColumn, start + 8 * Side);
            for (int row = firstRow; row < endRow; row++)
            {
                T* from = source + row * sourceStride, to = target + start * targetStride + row;
                for (int column = start; column < end; column++, to += targetStride)
                    *to = from[column];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Block(float* source, nint sourceStride, float* target, nint targetStride)
    {
        Pairs(source, sourceStride, out Vector256<float> a0, out Vector256<float> a1, out Vector256<float> a2, out Vector256<float> a3);
        Pairs(source + 4 * sourceStride, sourceStride, out Vector256<float> b0, out Vector256<float> b1, out Vector256<float> b2,
            out Vector256<float> b3);
        Halves(a0, b0, target, target + 4 * targetStride);
        Halves(a1, b1, target + targetStride, target + 5 * targetStride);
        Halves(a2, b2, target + 2 * targetStride, target + 6 * targetStride);
        Halves(a3, b3, target + 3 * targetStride, target + 7 * targetStride);
    }

    /// <summary>Transposes the two 4x4 blocks of four rows: columns k and k + 4 are in the k-th result.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pairs(float* source, nint stride, out Vector256<float> c0, out Vector256<float> c1, out Vector256<float> c2,
        out Vector256<float> c3)
    {
        Vector256<float> r0 = Vector256.Load(source), r1 = Vector256.Load(source + stride), r2 = Vector256.Load(source + 2 * stride),
            r3 = Vector256.Load(source + 3 * stride);
        Vector256<float> low01 = Avx.UnpackLow(r0, r1), high01 = Avx.UnpackHigh(r0, r1);
        Vector256<float> low23 = Avx.UnpackLow(r2, r3), high23 = Avx.UnpackHigh(r2, r3);
        c0 = Avx.Shuffle(low01, low23, 0x44);
        c1 = Avx.Shuffle(low01, low23, 0xEE);
        c2 = Avx.Shuffle(high01, high23, 0x44);
        c3 = Avx.Shuffle(high01, high23, 0xEE);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Halves(Vector256<float> first, Vector256<float> second, float* low, float* high)
    {
        Avx.Permute2x128(first, second, 0x20).Store(low);
        Avx.Permute2x128(first, second, 0x31).Store(high);
    }
}
