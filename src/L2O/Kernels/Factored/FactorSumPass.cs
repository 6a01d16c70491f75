using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// The second pass over some rows of a matrix: Σ feature² of the features that lines have a part in, g and m by their factors, beside those
/// sums that <see cref="MomentPass{T}"/> has made.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct FactorSumPass<T>(FactoredMatrix<T> matrix, int item) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Sums = 2 * FeatureTable.Decays;

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        double* sums = matrix.Sums + item * FeatureTable.OfCoordinate + FeatureTable.OfAllDecays + 2;
        int first = item * matrix.RowsPerItem, end = Math.Min(matrix.Rows, first + matrix.RowsPerItem);
        T* totals = stackalloc T[Sums * TLanes.Width];
        double* own = stackalloc double[Sums];
        for (int sum = 0; sum < Sums; sum++)
            own[sum] = sums[sum / 2 * FeatureTable.OfDecay + sum % 2];
        for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
        {
            new Span<T>(totals, Sums * TLanes.Width).Clear();
            for (int row = first; row < end; row++)
                Row<TLanes>(row, start, totals);
            FeatureLanes<TLanes, T>.AddSix(own, totals);
        }
        for (int sum = 0; sum < Sums; sum++)
            sums[sum / 2 * FeatureTable.OfDecay + sum % 2] = own[sum];
    }

    // A method of its own, without loops around its loop: there the compiler would keep sums in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Row<TLanes>(int row, int start, T* totals) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int partials = FeatureTable.Partials<T>();
        nint i = (nint)row * matrix.Columns + start, end = (nint)(row + 1) * matrix.Columns, stride = matrix.Form.LineValues * partials;
        T* gradient = matrix.Gradient, m0 = matrix.NextMomentum, m1 = m0 + matrix.Count, m2 = m1 + matrix.Count;
        T* own = matrix.RowValues + matrix.Form.LineStart<T>(row), factors = matrix.ColumnValues + start;
        TLanes low = FeatureLanes<TLanes, T>.Constant(-matrix.Form.Bound), high = FeatureLanes<TLanes, T>.Constant(matrix.Form.Bound);
        TLanes zero = TLanes.Broadcast(T.Zero), fg0 = zero, fg1 = zero, fg2 = zero, fm0 = zero, fm1 = zero, fm2 = zero;
        for (; i < end; i += partials, factors += stride)
        {
            int count = (int)Math.Min(TLanes.Width, end - i);
            matrix.FetchGradientsAhead(i);
            TLanes g = FeatureLanes<TLanes, T>.Gradient(TLanes.LoadFirst(gradient + i, count), low, high);
            TLanes square = g * g;
            AddDecay(square, TLanes.LoadFirst(m0 + i, count), TLanes.Load(factors), ref fg0, ref fm0);
            AddDecay(square, TLanes.LoadFirst(m1 + i, count), TLanes.Load(factors + partials), ref fg1, ref fm1);
            AddDecay(square, TLanes.LoadFirst(m2 + i, count), TLanes.Load(factors + 2 * partials), ref fg2, ref fm2);
        }
        Add(totals, 0, own, fg0, fm0);
        Add(totals, 2, own + partials, fg1, fm1);
        Add(totals, 4, own + 2 * partials, fg2, fm2);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddDecay<TLanes>(TLanes gradientSquare, TLanes momentum, TLanes factor, ref TLanes gradients, ref TLanes momenta)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes factorSquare = factor * factor;
        TLanes.AddProduct(ref gradients, gradientSquare, factorSquare);
        TLanes.AddProduct(ref momenta, momentum * momentum, factorSquare);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(T* totals, int sum, T* factor, TLanes gradients, TLanes momenta)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes square = TLanes.LoadBroadcast(factor) * TLanes.LoadBroadcast(factor);
        totals += sum * TLanes.Width;
        TLanes.Store(TLanes.Load(totals) + gradients * square, totals);
        TLanes.Store(TLanes.Load(totals + TLanes.Width) + momenta * square, totals + TLanes.Width);
    }
}
