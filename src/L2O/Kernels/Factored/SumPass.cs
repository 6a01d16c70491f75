using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// The second pass over a slice of a tensor: Σ feature² of all features of coordinates, in the order of
/// <see cref="FeatureTable.OfCoordinate"/>. Needs no root: the squares of what is divided by one are quotients.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct SumPass<T>(FactoredMatrix<T> matrix, int item, T* ones) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        double* sums = matrix.Sums + item * FeatureTable.OfCoordinate;
        new Span<double>(sums, FeatureTable.OfCoordinate).Clear();
        T* totals = stackalloc T[FeatureTable.OfCoordinate * TLanes.Width];
        for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
        {
            Walk<TLanes>(start, totals);
            for (int feature = 0; feature < FeatureTable.OfCoordinate; feature += 6)
                FeatureLanes<TLanes, T>.AddSix(sums + feature, totals + feature * TLanes.Width);
        }
    }

    private void Walk<TLanes>(int start, T* totals) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int first = item * matrix.RowsPerItem, end = Math.Min(matrix.Rows, first + matrix.RowsPerItem);
        new Span<T>(totals, FeatureTable.OfCoordinate * TLanes.Width).Clear();
        for (int row = first; row < end; row++)
            Row<TLanes>(row, start, totals);
    }

    // A method of its own, without loops around its loop: there the compiler would keep sums in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row<TLanes>(int row, int start, T* totals) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int partials = FeatureTable.Partials<T>();
        nint i = (nint)row * matrix.Columns + start, end = (nint)(row + 1) * matrix.Columns;
        T* gradient = matrix.Gradient, theta = matrix.Theta, squares = matrix.NextSquare, mask = ones;
        T* m0 = matrix.NextMomentum, m1 = m0 + matrix.Count, m2 = m1 + matrix.Count;
        T* own = matrix.RowValues + matrix.Form.LineStart<T>(row), factors = matrix.ColumnValues + start;
        nint stride = matrix.Form.LineValues * partials;
        TLanes low = FeatureLanes<TLanes, T>.Constant(-matrix.Form.Bound), high = FeatureLanes<TLanes, T>.Constant(matrix.Form.Bound);
        TLanes least = FeatureLanes<TLanes, T>.Constant(matrix.Form.RootEpsilon);
        TLanes zero = TLanes.Broadcast(T.Zero), gg = zero, cc = zero, pp = zero, mm0 = zero, mm1 = zero, mm2 = zero, rr = zero;
        TLanes mi0 = zero, mi1 = zero, mi2 = zero, ii = zero, gi = zero;
        TLanes fg0 = zero, fg1 = zero, fg2 = zero, fm0 = zero, fm1 = zero, fm2 = zero;
        for (; i < end; i += partials, factors += stride)
        {
            int count = (int)Math.Min(TLanes.Width, end - i);
            TLanes g = FeatureLanes<TLanes, T>.Gradient(TLanes.LoadFirst(gradient + i, count), low, high);
            TLanes c = FeatureLanes<TLanes, T>.Bounded(g, FeatureTable.SmallBound), p = TLanes.LoadFirst(theta + i, count);
            TLanes r = TLanes.LoadFirst(squares + i, count);
            TLanes inverse = TLanes.LoadFirst(mask, count) / (r + least);
            TLanes square = g * g;
            gg += square;
            TLanes.AddProduct(ref cc, c, c);
            TLanes.AddProduct(ref pp, p, p);
            TLanes.AddProduct(ref rr, r, r);
            ii += inverse;
            TLanes.AddProduct(ref gi, square, inverse);
            AddDecay(square, TLanes.LoadFirst(m0 + i, count), TLanes.Load(factors), inverse, ref mm0, ref mi0, ref fg0, ref fm0);
            AddDecay(square, TLanes.LoadFirst(m1 + i, count), TLanes.Load(factors + partials), inverse, ref mm1, ref mi1, ref fg1,
                ref fm1);
            AddDecay(square, TLanes.LoadFirst(m2 + i, count), TLanes.Load(factors + 2 * partials), inverse, ref mm2, ref mi2, ref fg2,
                ref fm2);
        }
        Add(totals, 0, gg, cc, pp);
        Add(totals, 3, rr, ii, gi);
        TLanes a0 = Square<TLanes>(own), a1 = Square<TLanes>(own + partials), a2 = Square<TLanes>(own + 2 * partials);
        Add(totals, 6, mm0, mi0, fg0 * a0);
        Add(totals, 9, fm0 * a0, mm1, mi1);
        Add(totals, 12, fg1 * a1, fm1 * a1, mm2);
        Add(totals, 15, mi2, fg2 * a2, fm2 * a2);
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
    private static TLanes Square<TLanes>(T* factor) where TLanes : unmanaged, ILanes<TLanes, T> =>
        TLanes.LoadBroadcast(factor) * TLanes.LoadBroadcast(factor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(T* totals, int feature, TLanes a, TLanes b, TLanes c) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        totals += feature * TLanes.Width;
        TLanes.Store(TLanes.Load(totals) + a, totals);
        TLanes.Store(TLanes.Load(totals + TLanes.Width) + b, totals + TLanes.Width);
        TLanes.Store(TLanes.Load(totals + 2 * TLanes.Width) + c, totals + 2 * TLanes.Width);
    }
}
