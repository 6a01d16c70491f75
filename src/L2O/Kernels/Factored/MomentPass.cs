using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// The first pass over some rows of a matrix: the running means of the gradient and of its square move on, its squares are added up along
/// rows and columns, and Σ feature² of those features that need no lines. A number goes into the partial sum of its column modulo a
/// constant, whatever the register's width.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal readonly unsafe struct MomentPass<T>(FactoredMatrix<T> matrix, int item, T* ones) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsTogether = 4;

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        new Span<T>(matrix.ColumnSums + (nint)item * matrix.PaddedColumns, matrix.PaddedColumns).Clear();
        double* sums = matrix.Sums + item * FeatureTable.OfCoordinate;
        new Span<double>(sums, FeatureTable.OfCoordinate).Clear();
        int first = item * matrix.RowsPerItem, end = Math.Min(matrix.Rows, first + matrix.RowsPerItem);
        T* totals = stackalloc T[FeatureTable.OfCoordinate * TLanes.Width];
        T* lanes = stackalloc T[RowsTogether * TLanes.Width];
        for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
        {
            new Span<T>(totals, FeatureTable.OfCoordinate * TLanes.Width).Clear();
            for (int row = first; row < end; row += RowsTogether)
            {
                int rows = Math.Min(RowsTogether, end - row);
                for (int k = 0; k < rows; k++)
                    TLanes.Store(Row<TLanes>(row + k, start, totals), lanes + k * TLanes.Width);
                AddRows<TLanes>(matrix.RowSums + row, rows, isFirst: start == 0, lanes);
            }
            for (int feature = 0; feature < FeatureTable.OfCoordinate; feature += 6)
                FeatureLanes<TLanes, T>.AddSix(sums + feature, totals + feature * TLanes.Width);
        }
    }

    /// <summary>Adds the lanes of each row in their order: four rows side by side, since each addition waits for the one before.</summary>
    private static void AddRows<TLanes>(T* sums, int rows, bool isFirst, T* lanes) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        if (isFirst)
            new Span<T>(sums, rows).Clear();
        if (rows < RowsTogether)
        {
            for (int row = 0; row < rows; row++)
                for (int lane = 0; lane < TLanes.Width; lane++)
                    sums[row] += lanes[row * TLanes.Width + lane];
            return;
        }
        (T a, T b, T c, T d) = (sums[0], sums[1], sums[2], sums[3]);
        for (T* end = lanes + TLanes.Width; lanes < end; lanes++)
        {
            a += lanes[0];
            b += lanes[TLanes.Width];
            c += lanes[2 * TLanes.Width];
            d += lanes[3 * TLanes.Width];
        }
        (sums[0], sums[1], sums[2], sums[3]) = (a, b, c, d);
    }

    // A method of its own, without loops around its loop: there the compiler would keep sums in memory.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TLanes Row<TLanes>(int row, int start, T* totals) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int partials = FeatureTable.Partials<T>(), columns = matrix.Columns;
        nint at = (nint)row * columns, channel = matrix.Count;
        T* columnSums = matrix.ColumnSums + (nint)item * matrix.PaddedColumns, mask = ones;
        T* gradient = matrix.Gradient + at, theta = matrix.Theta + at, square = matrix.Square + at, nextSquare = matrix.NextSquare + at;
        T* momentum = matrix.Momentum + at, next = matrix.NextMomentum + at;
        double[] rates = matrix.Rates.Momentum;
        TLanes rate0 = FeatureLanes<TLanes, T>.Constant(rates[0]), rate1 = FeatureLanes<TLanes, T>.Constant(rates[1]);
        TLanes rate2 = FeatureLanes<TLanes, T>.Constant(rates[2]), rate = FeatureLanes<TLanes, T>.Constant(matrix.Rates.Square);
        TLanes low = FeatureLanes<TLanes, T>.Constant(-matrix.Form.Bound), high = FeatureLanes<TLanes, T>.Constant(matrix.Form.Bound);
        TLanes least = FeatureLanes<TLanes, T>.Constant(matrix.Form.RootEpsilon);
        TLanes zero = TLanes.Broadcast(T.Zero), gg = zero, cc = zero, pp = zero, rr = zero, ii = zero, gi = zero, sum = zero;
        TLanes mm0 = zero, mm1 = zero, mm2 = zero, mi0 = zero, mi1 = zero, mi2 = zero;
        for (int i = start; i < columns; i += partials)
        {
            int count = Math.Min(TLanes.Width, columns - i);
            matrix.FetchAhead(at + i);
            TLanes g = FeatureLanes<TLanes, T>.Gradient(FeatureLanes<TLanes, T>.Load(gradient + i, count), low, high);
            TLanes squared = g * g;
            sum += squared;
            TLanes.Store(TLanes.Load(columnSums + i) + squared, columnSums + i);
            TLanes r = FeatureLanes<TLanes, T>.Follow(FeatureLanes<TLanes, T>.Load(square + i, count), squared, rate);
            FeatureLanes<TLanes, T>.Store(r, nextSquare + i, count);
            TLanes inverse = TLanes.LoadFirst(mask, count) / (r + least);
            TLanes c = FeatureLanes<TLanes, T>.Bounded(g, FeatureTable.SmallBound), p = FeatureLanes<TLanes, T>.Load(theta + i, count);
            gg += squared;
            TLanes.AddProduct(ref cc, c, c);
            TLanes.AddProduct(ref pp, p, p);
            TLanes.AddProduct(ref rr, r, r);
            ii += inverse;
            TLanes.AddProduct(ref gi, squared, inverse);
            AddMean(Follow(momentum + i, next + i, g, rate0, count), inverse, ref mm0, ref mi0);
            AddMean(Follow(momentum + channel + i, next + channel + i, g, rate1, count), inverse, ref mm1, ref mi1);
            AddMean(Follow(momentum + 2 * channel + i, next + 2 * channel + i, g, rate2, count), inverse, ref mm2, ref mi2);
        }
        Add(totals, 0, gg, cc);
        Add(totals, 2, pp, rr);
        Add(totals, 4, ii, gi);
        Add(totals, FeatureTable.OfAllDecays, mm0, mi0);
        Add(totals, FeatureTable.OfAllDecays + FeatureTable.OfDecay, mm1, mi1);
        Add(totals, FeatureTable.OfAllDecays + 2 * FeatureTable.OfDecay, mm2, mi2);
        return sum;
    }

    /// <summary>Moves the means of one register on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Follow<TLanes>(T* mean, T* next, TLanes value, TLanes rate, int count) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes moved = FeatureLanes<TLanes, T>.Follow(FeatureLanes<TLanes, T>.Load(mean, count), value, rate);
        FeatureLanes<TLanes, T>.Store(moved, next, count);
        return moved;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddMean<TLanes>(TLanes momentum, TLanes inverse, ref TLanes squares, ref TLanes quotients)
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes square = momentum * momentum;
        squares += square;
        TLanes.AddProduct(ref quotients, square, inverse);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(T* totals, int feature, TLanes a, TLanes b) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        totals += feature * TLanes.Width;
        TLanes.Store(TLanes.Load(totals) + a, totals);
        TLanes.Store(TLanes.Load(totals + TLanes.Width) + b, totals + TLanes.Width);
    }
}
