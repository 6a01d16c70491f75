using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2O.Kernels;

/// <summary>
/// One tile of C in registers: <see cref="TallRows"/> or <see cref="ShortRows"/> rows by two registers of columns. Every
/// element is summed over k in ascending order with one multiply-add each, whatever the tile and the width: hence the same bits.
/// </summary>
internal static unsafe class GemmTile<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows of the kernel for processors with 32 registers: 16 sums, 2 factors of B, 1 of A.</summary>
    public const int TallRows = 8;

    /// <summary>Rows of the kernel that fits 16 registers; also for the last rows of a matrix.</summary>
    public const int ShortRows = 4;

    /// <summary>Columns of a tile.</summary>
    public static int Columns
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLanes.Width;
    }

    /// <summary>Whether this width comes with enough registers for the tall kernel.</summary>
    public static bool HasTall
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Width * sizeof(T) == 64;
    }

    /// <summary>Adds A·B to 4 rows of C.</summary>
    /// <param name="source">Where the tile's factors lie.</param>
    /// <param name="rows">1 to 4: further rows repeat the last one.</param>
    /// <param name="c">The tile of C: 4 rows, all of which are written.</param>
    /// <param name="stride">Distance of C's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddShort(in GemmTileSource<T> source, int rows, T* c, nint stride)
    {
        T* a0 = source.Left;
        T* a1 = a0 + Math.Min(1, rows - 1) * source.LeftRowStride;
        T* a2 = a0 + Math.Min(2, rows - 1) * source.LeftRowStride;
        T* a3 = a0 + Math.Min(3, rows - 1) * source.LeftRowStride;
        Load(c, out TLanes c00, out TLanes c01);
        Load(c + stride, out TLanes c10, out TLanes c11);
        Load(c + 2 * stride, out TLanes c20, out TLanes c21);
        Load(c + 3 * stride, out TLanes c30, out TLanes c31);
        T* b = source.Right;
        nint rightStride = source.RightStride, leftStride = source.LeftStride, end = source.Depth * leftStride;
        for (nint k = 0; k < end; k += leftStride)
        {
            Load(b, out TLanes b0, out TLanes b1);
            b += rightStride;
            Add(a0[k], b0, b1, ref c00, ref c01);
            Add(a1[k], b0, b1, ref c10, ref c11);
            Add(a2[k], b0, b1, ref c20, ref c21);
            Add(a3[k], b0, b1, ref c30, ref c31);
        }
        Store(c00, c01, c);
        Store(c10, c11, c + stride);
        Store(c20, c21, c + 2 * stride);
        Store(c30, c31, c + 3 * stride);
    }

    /// <summary>Adds A·B to 8 rows of C.</summary>
    /// <param name="source">Where the tile's factors lie.</param>
    /// <param name="rows">5 to 8: further rows repeat the last one.</param>
    /// <param name="c">The tile of C: 8 rows, all of which are written.</param>
    /// <param name="stride">Distance of C's rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddTall(in GemmTileSource<T> source, int rows, T* c, nint stride)
    {
        nint rowStride = source.LeftRowStride;
        T* a0 = source.Left, a1 = a0 + rowStride, a2 = a1 + rowStride, a3 = a2 + rowStride, a4 = a3 + rowStride;
        T* a5 = a4 + Math.Min(1, rows - 5) * rowStride;
        T* a6 = a4 + Math.Min(2, rows - 5) * rowStride;
        T* a7 = a4 + Math.Min(3, rows - 5) * rowStride;
        Load(c, out TLanes c00, out TLanes c01);
        Load(c + stride, out TLanes c10, out TLanes c11);
        Load(c + 2 * stride, out TLanes c20, out TLanes c21);
        Load(c + 3 * stride, out TLanes c30, out TLanes c31);
        Load(c + 4 * stride, out TLanes c40, out TLanes c41);
        Load(c + 5 * stride, out TLanes c50, out TLanes c51);
        Load(c + 6 * stride, out TLanes c60, out TLanes c61);
        Load(c + 7 * stride, out TLanes c70, out TLanes c71);
        T* b = source.Right;
        nint rightStride = source.RightStride, leftStride = source.LeftStride, end = source.Depth * leftStride;
        for (nint k = 0; k < end; k += leftStride)
        {
            Load(b, out TLanes b0, out TLanes b1);
            b += rightStride;
            Add(a0[k], b0, b1, ref c00, ref c01);
            Add(a1[k], b0, b1, ref c10, ref c11);
            Add(a2[k], b0, b1, ref c20, ref c21);
            Add(a3[k], b0, b1, ref c30, ref c31);
            Add(a4[k], b0, b1, ref c40, ref c41);
            Add(a5[k], b0, b1, ref c50, ref c51);
            Add(a6[k], b0, b1, ref c60, ref c61);
            Add(a7[k], b0, b1, ref c70, ref c71);
        }
        Store(c00, c01, c);
        Store(c10, c11, c + stride);
        Store(c20, c21, c + 2 * stride);
        Store(c30, c31, c + 3 * stride);
        Store(c40, c41, c + 4 * stride);
        Store(c50, c51, c + 5 * stride);
        Store(c60, c61, c + 6 * stride);
        Store(c70, c71, c + 7 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(T* source, out TLanes first, out TLanes second)
    {
        first = TLanes.Load(source);
        second = TLanes.Load(source + TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TLanes first, TLanes second, T* destination)
    {
        TLanes.Store(first, destination);
        TLanes.Store(second, destination + TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T left, TLanes right0, TLanes right1, ref TLanes sum0, ref TLanes sum1)
    {
        TLanes a = TLanes.Broadcast(left);
        sum0 = TLanes.MultiplyAdd(a, right0, sum0);
        sum1 = TLanes.MultiplyAdd(a, right1, sum1);
    }
}
