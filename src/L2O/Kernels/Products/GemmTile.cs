using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Products;

/// <summary>
/// One tile of C in registers: some rows by two registers of columns, or by one. Every element is summed over k in ascending
/// order with one multiply-add each, whatever the tile and the width: hence the same bits.
/// </summary>
internal static unsafe class GemmTile<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Most rows of any tile.</summary>
    public const int MaxRows = 8;

    private static readonly AlignedBuffer<T> s_zeros = new(2 * TLanes.Width);

    /// <summary>Adds A·B to a tile of C that is two registers wide.</summary>
    /// <param name="source">Where the tile's factors lie.</param>
    /// <param name="tileRows">4, 6 or 8: see <see cref="Rows"/>.</param>
    /// <param name="rows">Rows of A that there are, more than tileRows - 4: further rows of the tile repeat the last one.</param>
    /// <param name="isFirst">Whether C is taken for 0, and not read.</param>
    /// <param name="c">The tile of C, all of whose rows are written.</param>
    /// <param name="stride">Distance of C's rows.</param>
    public static void Add(in GemmTileSource<T> source, int tileRows, int rows, bool isFirst, T* c, nint stride)
    {
        (nint start, nint startStride) = isFirst ? ((nint)s_zeros.Pointer(), 0) : ((nint)c, stride);
        if (tileRows == 8)
            Add8(source, rows, (T*)start, startStride, c, stride);
        else if (tileRows == 6)
            Add6(source, rows, (T*)start, startStride, c, stride);
        else
            Add4(source, rows, (T*)start, startStride, c, stride);
    }

    /// <summary>
    /// Rows of the next tile. With 32 registers 8, so that 16 sums hide the latency of an addition; with 16 registers 6,
    /// which take 12 of them, or twice 4 where 6 would leave a sliver.
    /// </summary>
    /// <param name="remaining">Rows that are left, 1 or more.</param>
    public static int Rows(int remaining)
    {
        if (TLanes.Width * sizeof(T) == 64)
            return remaining > 4 ? 8 : 4;
        return remaining > 8 || remaining is 5 or 6 ? 6 : 4;
    }

    /// <summary>Adds A·B to 8 rows of C by one register of columns.</summary>
    /// <param name="source">Where the tile's factors lie.</param>
    /// <param name="rows">1 to 8: further rows repeat the last one.</param>
    /// <param name="isFirst">Whether C is taken for 0, and not read.</param>
    /// <param name="c">The tile of C: 8 rows, all of which are written.</param>
    /// <param name="stride">Distance of C's rows.</param>
    public static void AddNarrow(in GemmTileSource<T> source, int rows, bool isFirst, T* c, nint stride) =>
        AddNarrow(source, rows, isFirst ? s_zeros.Pointer() : c, isFirst ? 0 : stride, c, stride);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddNarrow(in GemmTileSource<T> source, int rows, T* start, nint startStride, T* c, nint stride)
    {
        nint rowStride = source.LeftRowStride;
        T* a0 = source.Left;
        T* a1 = a0 + Math.Min(1, rows - 1) * rowStride;
        T* a2 = a0 + Math.Min(2, rows - 1) * rowStride;
        T* a3 = a0 + Math.Min(3, rows - 1) * rowStride;
        T* a4 = a0 + Math.Min(4, rows - 1) * rowStride;
        T* a5 = a0 + Math.Min(5, rows - 1) * rowStride;
        T* a6 = a0 + Math.Min(6, rows - 1) * rowStride;
        T* a7 = a0 + Math.Min(7, rows - 1) * rowStride;
        TLanes c0 = TLanes.Load(start), c1 = TLanes.Load(start + startStride), c2 = TLanes.Load(start + 2 * startStride),
            c3 = TLanes.Load(start + 3 * startStride), c4 = TLanes.Load(start + 4 * startStride),
            c5 = TLanes.Load(start + 5 * startStride), c6 = TLanes.Load(start + 6 * startStride),
            c7 = TLanes.Load(start + 7 * startStride);
        T* b = source.Right;
        nint rightStride = source.RightStride, leftStride = source.LeftStride, end = source.Depth * leftStride;
        for (nint k = 0; k < end; k += leftStride)
        {
            TLanes right = TLanes.Load(b);
            b += rightStride;
            TLanes.AddProduct(ref c0, TLanes.LoadBroadcast(a0 + k), right);
            TLanes.AddProduct(ref c1, TLanes.LoadBroadcast(a1 + k), right);
            TLanes.AddProduct(ref c2, TLanes.LoadBroadcast(a2 + k), right);
            TLanes.AddProduct(ref c3, TLanes.LoadBroadcast(a3 + k), right);
            TLanes.AddProduct(ref c4, TLanes.LoadBroadcast(a4 + k), right);
            TLanes.AddProduct(ref c5, TLanes.LoadBroadcast(a5 + k), right);
            TLanes.AddProduct(ref c6, TLanes.LoadBroadcast(a6 + k), right);
            TLanes.AddProduct(ref c7, TLanes.LoadBroadcast(a7 + k), right);
        }
        TLanes.Store(c0, c);
        TLanes.Store(c1, c + stride);
        TLanes.Store(c2, c + 2 * stride);
        TLanes.Store(c3, c + 3 * stride);
        TLanes.Store(c4, c + 4 * stride);
        TLanes.Store(c5, c + 5 * stride);
        TLanes.Store(c6, c + 6 * stride);
        TLanes.Store(c7, c + 7 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add4(in GemmTileSource<T> source, int rows, T* start, nint startStride, T* c, nint stride)
    {
        T* a0 = source.Left;
        T* a1 = a0 + Math.Min(1, rows - 1) * source.LeftRowStride;
        T* a2 = a0 + Math.Min(2, rows - 1) * source.LeftRowStride;
        T* a3 = a0 + Math.Min(3, rows - 1) * source.LeftRowStride;
        Load(start, out TLanes c00, out TLanes c01);
        Load(start + startStride, out TLanes c10, out TLanes c11);
        Load(start + 2 * startStride, out TLanes c20, out TLanes c21);
        Load(start + 3 * startStride, out TLanes c30, out TLanes c31);
        T* b = source.Right;
        nint rightStride = source.RightStride, leftStride = source.LeftStride, end = source.Depth * leftStride;
        for (nint k = 0; k < end; k += leftStride)
        {
            Load(b, out TLanes b0, out TLanes b1);
            b += rightStride;
            Add(a0 + k, b0, b1, ref c00, ref c01);
            Add(a1 + k, b0, b1, ref c10, ref c11);
            Add(a2 + k, b0, b1, ref c20, ref c21);
            Add(a3 + k, b0, b1, ref c30, ref c31);
        }
        Store(c00, c01, c);
        Store(c10, c11, c + stride);
        Store(c20, c21, c + 2 * stride);
        Store(c30, c31, c + 3 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add6(in GemmTileSource<T> source, int rows, T* start, nint startStride, T* c, nint stride)
    {
        nint rowStride = source.LeftRowStride;
        T* a0 = source.Left, a1 = a0 + rowStride, a2 = a1 + rowStride, a3 = a2 + rowStride, a4 = a3 + rowStride;
        T* a5 = a4 + Math.Min(1, rows - 5) * rowStride;
        Load(start, out TLanes c00, out TLanes c01);
        Load(start + startStride, out TLanes c10, out TLanes c11);
        Load(start + 2 * startStride, out TLanes c20, out TLanes c21);
        Load(start + 3 * startStride, out TLanes c30, out TLanes c31);
        Load(start + 4 * startStride, out TLanes c40, out TLanes c41);
        Load(start + 5 * startStride, out TLanes c50, out TLanes c51);
        T* b = source.Right;
        nint rightStride = source.RightStride, leftStride = source.LeftStride, end = source.Depth * leftStride;
        for (nint k = 0; k < end; k += leftStride)
        {
            Load(b, out TLanes b0, out TLanes b1);
            b += rightStride;
            Add(a0 + k, b0, b1, ref c00, ref c01);
            Add(a1 + k, b0, b1, ref c10, ref c11);
            Add(a2 + k, b0, b1, ref c20, ref c21);
            Add(a3 + k, b0, b1, ref c30, ref c31);
            Add(a4 + k, b0, b1, ref c40, ref c41);
            Add(a5 + k, b0, b1, ref c50, ref c51);
        }
        Store(c00, c01, c);
        Store(c10, c11, c + stride);
        Store(c20, c21, c + 2 * stride);
        Store(c30, c31, c + 3 * stride);
        Store(c40, c41, c + 4 * stride);
        Store(c50, c51, c + 5 * stride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add8(in GemmTileSource<T> source, int rows, T* start, nint startStride, T* c, nint stride)
    {
        nint rowStride = source.LeftRowStride;
        T* a0 = source.Left, a1 = a0 + rowStride, a2 = a1 + rowStride, a3 = a2 + rowStride, a4 = a3 + rowStride;
        T* a5 = a4 + Math.Min(1, rows - 5) * rowStride;
        T* a6 = a4 + Math.Min(2, rows - 5) * rowStride;
        T* a7 = a4 + Math.Min(3, rows - 5) * rowStride;
        Load(start, out TLanes c00, out TLanes c01);
        Load(start + startStride, out TLanes c10, out TLanes c11);
        Load(start + 2 * startStride, out TLanes c20, out TLanes c21);
        Load(start + 3 * startStride, out TLanes c30, out TLanes c31);
        Load(start + 4 * startStride, out TLanes c40, out TLanes c41);
        Load(start + 5 * startStride, out TLanes c50, out TLanes c51);
        Load(start + 6 * startStride, out TLanes c60, out TLanes c61);
        Load(start + 7 * startStride, out TLanes c70, out TLanes c71);
        T* b = source.Right;
        nint rightStride = source.RightStride, leftStride = source.LeftStride, end = source.Depth * leftStride;
        for (nint k = 0; k < end; k += leftStride)
        {
            Load(b, out TLanes b0, out TLanes b1);
            b += rightStride;
            Add(a0 + k, b0, b1, ref c00, ref c01);
            Add(a1 + k, b0, b1, ref c10, ref c11);
            Add(a2 + k, b0, b1, ref c20, ref c21);
            Add(a3 + k, b0, b1, ref c30, ref c31);
            Add(a4 + k, b0, b1, ref c40, ref c41);
            Add(a5 + k, b0, b1, ref c50, ref c51);
            Add(a6 + k, b0, b1, ref c60, ref c61);
            Add(a7 + k, b0, b1, ref c70, ref c71);
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
    private static void Add(T* left, TLanes right0, TLanes right1, ref TLanes sum0, ref TLanes sum1)
    {
        TLanes a = TLanes.LoadBroadcast(left);
        TLanes.AddProduct(ref sum0, a, right0);
        TLanes.AddProduct(ref sum1, a, right1);
    }
}
