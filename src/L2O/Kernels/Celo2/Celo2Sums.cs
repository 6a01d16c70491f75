using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>
/// The second pass over some rows of a matrix: Σ feature² of all features of coordinates, in the order of
/// <see cref="Celo2Features.OfCoordinate"/>. Needs no root: the squares of what is divided by one are quotients.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct Celo2Sums<T>(Celo2Matrix<T> matrix, int item, T* ones) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        double* sums = matrix.Sums + item * Celo2Features.OfCoordinate;
        new Span<double>(sums, Celo2Features.OfCoordinate).Clear();
        T* totals = stackalloc T[Celo2Features.OfCoordinate * TLanes.Width];
        for (int start = 0; start < Celo2Features.Partials<T>(); start += TLanes.Width)
        {
            Walk<TLanes>(start, totals);
            for (int feature = 0; feature < Celo2Features.OfCoordinate; feature++)
                for (int lane = 0; lane < TLanes.Width; lane++)
                    sums[feature] += double.CreateTruncating(totals[feature * TLanes.Width + lane]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk<TLanes>(int start, T* totals) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        Celo2Matrix<T> x = matrix;
        int partials = Celo2Features.Partials<T>(), columns = x.Columns;
        int first = item * x.RowsPerItem, end = Math.Min(x.Rows, first + x.RowsPerItem);
        T* m0 = x.NextMomentum, m1 = m0 + x.Count, m2 = m1 + x.Count;
        T* b0 = x.ColumnFactors, b1 = b0 + x.PaddedColumns, b2 = b1 + x.PaddedColumns;
        T* a0 = x.RowFactors, a1 = a0 + x.PaddedRows, a2 = a1 + x.PaddedRows;
        TLanes zero = TLanes.Broadcast(T.Zero), epsilon = Celo2Lanes<TLanes, T>.Constant(Celo2Features.RootEpsilon);
        TLanes gg = zero, cc = zero, pp = zero, mm0 = zero, mm1 = zero, mm2 = zero, rr = zero;
        TLanes mi0 = zero, mi1 = zero, mi2 = zero, ii = zero, gi = zero;
        TLanes fg0 = zero, fg1 = zero, fg2 = zero, fm0 = zero, fm1 = zero, fm2 = zero;
        for (int row = first; row < end; row++)
        {
            nint at = (nint)row * columns;
            TLanes rg0 = zero, rg1 = zero, rg2 = zero, rm0 = zero, rm1 = zero, rm2 = zero;
            for (int column = start; column < columns; column += partials)
            {
                int count = Math.Min(TLanes.Width, columns - column);
                nint i = at + column;
                TLanes g = Celo2Lanes<TLanes, T>.Coarse(Celo2Lanes<TLanes, T>.Bounded(
                    TLanes.LoadFirst(x.Gradient + i, count), Celo2Features.Bound));
                TLanes c = Celo2Lanes<TLanes, T>.Bounded(g, Celo2Features.SmallBound), p = TLanes.LoadFirst(x.Theta + i, count);
                TLanes r = TLanes.LoadFirst(x.NextSquare + i, count), inverse = TLanes.LoadFirst(ones, count) / (r + epsilon);
                TLanes square = g * g;
                gg += square;
                TLanes.AddProduct(ref cc, c, c);
                TLanes.AddProduct(ref pp, p, p);
                TLanes.AddProduct(ref rr, r, r);
                ii += inverse;
                TLanes.AddProduct(ref gi, square, inverse);
                AddDecay(square, TLanes.LoadFirst(m0 + i, count), TLanes.Load(b0 + column), inverse, ref mm0, ref mi0, ref rg0, ref rm0);
                AddDecay(square, TLanes.LoadFirst(m1 + i, count), TLanes.Load(b1 + column), inverse, ref mm1, ref mi1, ref rg1, ref rm1);
                AddDecay(square, TLanes.LoadFirst(m2 + i, count), TLanes.Load(b2 + column), inverse, ref mm2, ref mi2, ref rg2, ref rm2);
            }
            AddRow(TLanes.LoadBroadcast(a0 + row), rg0, rm0, ref fg0, ref fm0);
            AddRow(TLanes.LoadBroadcast(a1 + row), rg1, rm1, ref fg1, ref fm1);
            AddRow(TLanes.LoadBroadcast(a2 + row), rg2, rm2, ref fg2, ref fm2);
        }
        Store(totals, 0, gg, cc, pp);
        Store(totals, 3, mm0, mm1, mm2);
        Store(totals, 6, rr, mi0, mi1);
        Store(totals, 9, mi2, ii, fg0);
        Store(totals, 12, fg1, fg2, gi);
        Store(totals, 15, fm0, fm1, fm2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddDecay<TLanes>(TLanes gradientSquare, TLanes momentum, TLanes factor, TLanes inverse,
        ref TLanes squares, ref TLanes quotients, ref TLanes gradients, ref TLanes momenta) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes square = momentum * momentum, factorSquare = factor * factor;
        squares += square;
        TLanes.AddProduct(ref quotients, square, inverse);
        TLanes.AddProduct(ref gradients, gradientSquare, factorSquare);
        TLanes.AddProduct(ref momenta, square, factorSquare);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TLanes>(TLanes factor, TLanes gradients, TLanes momenta, ref TLanes allGradients, ref TLanes allMomenta)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes square = factor * factor;
        TLanes.AddProduct(ref allGradients, gradients, square);
        TLanes.AddProduct(ref allMomenta, momenta, square);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes>(T* totals, int feature, TLanes a, TLanes b, TLanes c) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes.Store(a, totals + feature * TLanes.Width);
        TLanes.Store(b, totals + (feature + 1) * TLanes.Width);
        TLanes.Store(c, totals + (feature + 2) * TLanes.Width);
    }
}
