using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Products;

/// <summary>
/// All iterations of <see cref="NewtonSchulz{T}"/> on a matrix that the caches hold, in one go: its products are so small that handing out
/// each of them would take longer than doing it. Of symmetric products only blocks on and above the diagonal are computed, each number by
/// the same sum in the same order as by <see cref="Gemm{T}"/>, hence the same bits. Matrices have rows of whole registers and as many rows
/// as tiles need; what lies behind the last row or column reaches no number before it.
/// </summary>
/// <remarks>
/// Iterating on A alone and multiplying X once at the end takes less arithmetic. It squares the condition number: tried, errors in single
/// precision were ten times as large.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="side">The shorter side.</param>
/// <param name="length">The longer side.</param>
/// <param name="matrix">(length, side) X; overwritten.</param>
/// <param name="result">(length, side); overwritten: X at the end.</param>
/// <param name="squares">Room for two matrices (side, side).</param>
internal readonly unsafe struct NewtonSchulzKernel<T>(int side, int length, T* matrix, T* result, T* squares) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Rows come in multiples of this.</summary>
    private const int TileRows = 8;

    private readonly int _stride = Stride(side);

    /// <summary>The side of a block of a symmetric matrix: registers of any width divide it.</summary>
    private static int Block => 64 / sizeof(T);

    /// <summary>Distance of rows of that many numbers.</summary>
    public static int Stride(int columns) => (columns + Block - 1) / Block * Block;

    /// <summary>Numbers of such a matrix.</summary>
    public static int Size(int rows, int columns) => checked(PaddedRows(rows) * Stride(columns));

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T* x = matrix, next = result, gram = squares, polynomial = squares + Size(side, side);
        for (int iteration = 0; iteration < NewtonSchulz<T>.Iterations; iteration++)
        {
            MultiplySymmetric<TLanes>(new GemmTileSource<T>(x, 1, _stride, x, _stride, length), gram);
            MultiplySymmetric<TLanes>(new GemmTileSource<T>(gram, _stride, 1, gram, _stride, side), polynomial);
            Polynomial<TLanes>(gram, polynomial);
            var source = new GemmTileSource<T>(x, _stride, 1, polynomial, _stride, side);
            for (int column = 0; column < _stride; column += 2 * TLanes.Width)
                Panel<TLanes>(source, column, _stride - column, 0, PaddedRows(length), next);
            T* before = x;
            x = next;
            next = before;
        }
    }

    private static int PaddedRows(int rows) => (rows + TileRows - 1) / TileRows * TileRows;

    /// <summary>A product that is symmetric. Blocks are the same for all widths, hence the bits.</summary>
    private void MultiplySymmetric<TLanes>(GemmTileSource<T> source, T* product) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int column = 0; column < _stride; column += 2 * TLanes.Width)
        {
            int end = Math.Min(PaddedRows(side), column / Block * Block + Block);
            Panel<TLanes>(source, column, _stride - column, 0, end, product);
            if (2 * TLanes.Width > Block && _stride - column > Block)
                Panel<TLanes>(source, column + Block, Block, end, Math.Min(PaddedRows(side), end + Block), product);
        }
        for (int row = Block; row < side; row += Block)
            for (int column = 0; column < row; column += Block)
                Transposition.Copy(product + (nint)column * _stride + row, _stride, Block, Math.Min(Block, PaddedRows(side) - row),
                    product + (nint)row * _stride + column, _stride);
    }

    /// <summary>Some rows of up to two registers of columns.</summary>
    private void Panel<TLanes>(GemmTileSource<T> source, int column, int columns, int firstRow, int endRow, T* product)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        bool narrow = columns <= TLanes.Width;
        for (int row = firstRow; row < endRow;)
        {
            int tileRows = narrow ? TileRows : GemmTile<TLanes, T>.Rows(endRow - row);
            var tile = new GemmTileSource<T>(source.Left + row * source.LeftRowStride, source.LeftRowStride, source.LeftStride,
                source.Right + column, source.RightStride, source.Depth);
            T* c = product + (nint)row * _stride + column;
            if (narrow)
                GemmTile<TLanes, T>.AddNarrow(tile, tileRows, isFirst: true, c, _stride);
            else
                GemmTile<TLanes, T>.Add(tile, tileRows, tileRows, isFirst: true, c, _stride);
            row += tileRows;
        }
    }

    /// <summary>square = a·I + b·A + c·A².</summary>
    /// <param name="gram">A.</param>
    /// <param name="square">A²; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Polynomial<TLanes>(T* gram, T* square) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes cubic = TLanes.Broadcast(T.CreateTruncating(NewtonSchulz<T>.Cubic));
        TLanes quintic = TLanes.Broadcast(T.CreateTruncating(NewtonSchulz<T>.Quintic));
        T linear = T.CreateTruncating(NewtonSchulz<T>.Linear);
        for (int i = 0; i < PaddedRows(side) * _stride; i += TLanes.Width)
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(square + i), quintic, TLanes.Load(gram + i) * cubic), square + i);
        for (int i = 0; i < side; i++)
            square[(nint)i * (_stride + 1)] += linear;
    }
}
