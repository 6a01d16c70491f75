using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The third pass over some rows of a matrix: the network's output for each coordinate, and Σ output². Features keep their own scale, which
/// the first layer's weights take over; what is the same along a row or a column comes as one number for each unit.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Celo2Network<T>(Celo2Matrix<T> matrix, int item, T* ones) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Alignment = 64;

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        matrix.OutputSums[item] = 0;
        for (int start = 0; start < Celo2Features.Partials<T>(); start += TLanes.Width)
            Walk<TLanes>(start);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk<TLanes>(int start) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Celo2Matrix<T> x = matrix;
        int partials = Celo2Features.Partials<T>(), columns = x.Columns, stride = Celo2Layer<TLanes, T>.Stride;
        int first = item * x.RowsPerItem, end = Math.Min(x.Rows, first + x.RowsPerItem);
        byte* memory = stackalloc byte[(Celo2Features.OfCoordinate + 2 * Celo2Features.Hidden) * stride * sizeof(T) + Alignment];
        T* features = (T*)(((nint)memory + Alignment - 1) & -Alignment);
        T* hidden = features + Celo2Features.OfCoordinate * stride, bias = hidden + Celo2Features.Hidden * stride;
        T* second = x.Hidden, output = second + (Celo2Features.Hidden + 1) * Celo2Features.Hidden;
        for (int unit = 0; unit < Celo2Features.Hidden; unit++)
            new Span<T>(bias + unit * stride, stride).Fill(second[Celo2Features.Hidden * Celo2Features.Hidden + unit]);
        TLanes squares = TLanes.Broadcast(T.Zero);
        for (int row = first; row < end; row++)
        {
            T* update = x.Update + (nint)row * columns;
            int column = start;
            // With 32 registers two at a time, which share the loads of weights.
            for (; TLanes.Width * sizeof(T) == Alignment && column + partials + TLanes.Width <= columns; column += 2 * partials)
            {
                Fill<TLanes>(in x, row, column, TLanes.Width, features, hidden);
                Fill<TLanes>(in x, row, column + partials, TLanes.Width, features + TLanes.Width, hidden + TLanes.Width);
                Celo2Layer<TLanes, T>.Both(x.Weights, features, Celo2Features.OfCoordinate, hidden, hidden);
                Celo2Layer<TLanes, T>.Both(second, hidden, Celo2Features.Hidden, bias, features);
                TLanes a = Celo2Layer<TLanes, T>.Output(output, features);
                TLanes b = Celo2Layer<TLanes, T>.Output(output, features + TLanes.Width);
                TLanes.Store(a, update + column);
                TLanes.Store(b, update + column + partials);
                TLanes.AddProduct(ref squares, a, a);
                TLanes.AddProduct(ref squares, b, b);
            }
            for (; column < columns; column += partials)
            {
                int count = Math.Min(TLanes.Width, columns - column);
                Fill<TLanes>(in x, row, column, count, features, hidden);
                Celo2Layer<TLanes, T>.One(x.Weights, features, Celo2Features.OfCoordinate, hidden, hidden);
                Celo2Layer<TLanes, T>.One(second, hidden, Celo2Features.Hidden, bias, features);
                TLanes a = Celo2Layer<TLanes, T>.Output(output, features) * TLanes.LoadFirst(ones, count);
                Celo2Lanes<TLanes, T>.Store(a, update + column, count);
                TLanes.AddProduct(ref squares, a, a);
            }
        }
        Celo2Lanes<TLanes, T>.AddLanes(ref x.OutputSums[item], squares, features);
    }

    /// <summary>Writes the features of one register of coordinates, and where the first layer's sums begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fill<TLanes>(in Celo2Matrix<T> x, int row, int column, int count, T* features, T* hidden)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        nint i = (nint)row * x.Columns + column;
        int stride = Celo2Layer<TLanes, T>.Stride;
        TLanes g = Celo2Lanes<TLanes, T>.Coarse(Celo2Lanes<TLanes, T>.Bounded(
            Celo2Lanes<TLanes, T>.Load(x.Gradient + i, count), Celo2Features.Bound));
        TLanes r = Celo2Lanes<TLanes, T>.Load(x.NextSquare + i, count);
        TLanes inverse = Celo2Lanes<TLanes, T>.Constant(1)
            / TLanes.Sqrt(r + Celo2Lanes<TLanes, T>.Constant(Celo2Features.RootEpsilon));
        TLanes.Store(g, features);
        TLanes.Store(Celo2Lanes<TLanes, T>.Bounded(g, Celo2Features.SmallBound), features + stride);
        TLanes.Store(Celo2Lanes<TLanes, T>.Load(x.Theta + i, count), features + 2 * stride);
        TLanes.Store(r, features + 6 * stride);
        TLanes.Store(inverse, features + 10 * stride);
        TLanes.Store(g * inverse, features + 14 * stride);
        for (int decay = 0; decay < Celo2Features.Decays; decay++)
        {
            TLanes m = Celo2Lanes<TLanes, T>.Load(x.NextMomentum + decay * x.Count + i, count);
            TLanes factor = TLanes.LoadBroadcast(x.RowFactors + decay * x.PaddedRows + row)
                * TLanes.Load(x.ColumnFactors + decay * x.PaddedColumns + column);
            T* own = features + decay * stride;
            TLanes.Store(m, own + 3 * stride);
            TLanes.Store(m * inverse, own + 7 * stride);
            TLanes.Store(g * factor, own + 11 * stride);
            TLanes.Store(m * factor, own + 15 * stride);
        }
        for (int unit = 0; unit < Celo2Features.Hidden; unit++)
            TLanes.Store(TLanes.LoadBroadcast(x.RowHidden + unit * x.PaddedRows + row)
                + TLanes.Load(x.ColumnHidden + unit * x.PaddedColumns + column), hidden + unit * stride);
    }
}
