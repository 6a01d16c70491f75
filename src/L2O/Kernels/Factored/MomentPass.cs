using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// The first pass over some rows of a matrix: the running means of the gradient and of its square move on, and its squares are added up
/// along rows and columns. A number goes into the partial sum of its column modulo a constant, whatever the register's width.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct MomentPass<T>(FactoredMatrix<T> matrix, int item) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        new Span<T>(matrix.ColumnSums + (nint)item * matrix.PaddedColumns, matrix.PaddedColumns).Clear();
        for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
            Walk<TLanes>(start);
    }

    /// <summary>Goes over the columns of one register's partial sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk<TLanes>(int start) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        FactoredMatrix<T> x = matrix;
        int partials = FeatureTable.Partials<T>(), columns = x.Columns;
        int first = item * x.RowsPerItem, end = Math.Min(x.Rows, first + x.RowsPerItem);
        T* columnSums = x.ColumnSums + (nint)item * x.PaddedColumns;
        T* lanes = stackalloc T[TLanes.Width];
        double[] momentum = x.Rates.Momentum;
        var rates = new Rates<TLanes>(
            FeatureLanes<TLanes, T>.Constant(momentum[0]), FeatureLanes<TLanes, T>.Constant(momentum[1]),
            FeatureLanes<TLanes, T>.Constant(momentum[2]), FeatureLanes<TLanes, T>.Constant(x.Rates.Square),
            FeatureLanes<TLanes, T>.Constant(-x.Form.Bound), FeatureLanes<TLanes, T>.Constant(x.Form.Bound));
        for (int row = first; row < end; row++)
        {
            nint at = (nint)row * columns;
            TLanes sum = TLanes.Broadcast(T.Zero);
            int column = start;
            for (; column + TLanes.Width <= columns; column += partials)
                sum += Move(in x, in rates, at + column, columnSums + column, TLanes.Width);
            if (column < columns)
                sum += Move(in x, in rates, at + column, columnSums + column, columns - column);
            TLanes.Store(sum, lanes);
            T rowSum = start == 0 ? T.Zero : x.RowSums[row];
            for (int lane = 0; lane < TLanes.Width; lane++)
                rowSum += lanes[lane];
            x.RowSums[row] = rowSum;
        }
    }

    /// <summary>Moves the means of one register on, and gives the squared gradient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Move<TLanes>(in FactoredMatrix<T> x, in Rates<TLanes> rates, nint i, T* columnSums, int count)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes g = FeatureLanes<TLanes, T>.Gradient(FeatureLanes<TLanes, T>.Load(x.Gradient + i, count), rates.Low, rates.High);
        Follow(x.Momentum, x.NextMomentum, i, g, rates.First, count);
        Follow(x.Momentum, x.NextMomentum, i + x.Count, g, rates.Second, count);
        Follow(x.Momentum, x.NextMomentum, i + 2 * x.Count, g, rates.Third, count);
        TLanes square = g * g;
        Follow(x.Square, x.NextSquare, i, square, rates.Square, count);
        TLanes.Store(TLanes.Load(columnSums) + square, columnSums);
        return square;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Follow<TLanes>(T* mean, T* next, nint i, TLanes value, TLanes rate, int count)
        where TLanes : unmanaged, ILanes<TLanes, T> =>
        FeatureLanes<TLanes, T>.Store(
            FeatureLanes<TLanes, T>.Follow(FeatureLanes<TLanes, T>.Load(mean + i, count), value, rate), next + i, count);

    /// <summary>What all coordinates share: the rates of the means, and the gradient's bounds.</summary>
    private readonly struct Rates<TLanes>(TLanes first, TLanes second, TLanes third, TLanes square, TLanes low, TLanes high)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        public readonly TLanes First = first, Second = second, Third = third, Square = square, Low = low, High = high;
    }
}
