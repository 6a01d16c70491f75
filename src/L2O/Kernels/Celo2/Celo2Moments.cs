using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The first pass over some rows of a matrix: the running means of the gradient and of its square move on, and its squares are added up
/// along rows and columns. A number goes into the partial sum of its column modulo a constant, whatever the register's width.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Celo2Moments<T>(Celo2Matrix<T> matrix, int item) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        new Span<T>(matrix.ColumnSums + (nint)item * matrix.PaddedColumns, matrix.PaddedColumns).Clear();
        for (int start = 0; start < Celo2Features.Partials<T>(); start += TLanes.Width)
            Walk<TLanes>(start);
    }

    /// <summary>Goes over the columns of one register's partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk<TLanes>(int start) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Celo2Matrix<T> x = matrix;
        int partials = Celo2Features.Partials<T>(), columns = x.Columns;
        int first = item * x.RowsPerItem, end = Math.Min(x.Rows, first + x.RowsPerItem);
        T* columnSums = x.ColumnSums + (nint)item * x.PaddedColumns;
        T* lanes = stackalloc T[TLanes.Width];
        for (int row = first; row < end; row++)
        {
            nint at = (nint)row * columns;
            TLanes sum = TLanes.Broadcast(T.Zero);
            int column = start;
            for (; column + TLanes.Width <= columns; column += partials)
                sum += Move<TLanes>(in x, at + column, columnSums + column, TLanes.Width);
            if (column < columns)
                sum += Move<TLanes>(in x, at + column, columnSums + column, columns - column);
            TLanes.Store(sum, lanes);
            T rowSum = start == 0 ? T.Zero : x.RowSums[row];
            for (int lane = 0; lane < TLanes.Width; lane++)
                rowSum += lanes[lane];
            x.RowSums[row] = rowSum;
        }
    }

    /// <summary>Moves the means of one register on, and gives the squared gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Move<TLanes>(in Celo2Matrix<T> x, nint i, T* columnSums, int count) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes g = Celo2Lanes<TLanes, T>.Coarse(Celo2Lanes<TLanes, T>.Bounded(
            Celo2Lanes<TLanes, T>.Load(x.Gradient + i, count), Celo2Features.Bound));
        Follow(x.Momentum, x.NextMomentum, i, g, Celo2Features.Rate0, count);
        Follow(x.Momentum, x.NextMomentum, i + x.Count, g, Celo2Features.Rate1, count);
        Follow(x.Momentum, x.NextMomentum, i + 2 * x.Count, g, Celo2Features.Rate2, count);
        TLanes square = g * g;
        Follow(x.Square, x.NextSquare, i, square, Celo2Features.SquareRate, count);
        TLanes.Store(TLanes.Load(columnSums) + square, columnSums);
        return square;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Follow<TLanes>(T* mean, T* next, nint i, TLanes value, double rate, int count)
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        Celo2Lanes<TLanes, T>.Store(
            Celo2Lanes<TLanes, T>.Follow(Celo2Lanes<TLanes, T>.Load(mean + i, count), value, rate), next + i, count);
}
