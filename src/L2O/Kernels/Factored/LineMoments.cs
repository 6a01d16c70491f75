using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// The running mean squares of all rows, or of all columns, move on by those of this step. Gives for each decay the sums over the lines of
/// the running mean squares v, of v² and of 1/(v + 1e-8).
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="count">Lines.</param>
/// <param name="across">Coordinates of a line.</param>
/// <param name="squares">(line) Σ g², padded.</param>
/// <param name="rates">(decay) how fast the means follow.</param>
/// <param name="means">(decay, line) the running means.</param>
/// <param name="next">(decay, line) where the next ones go; may be the same.</param>
/// <param name="ones">A register of ones.</param>
/// <param name="sums">(3, decay); overwritten.</param>
internal readonly unsafe struct LineMoments<T>(int count, int across, double[] rates, T* squares, T* means, T* next, T* ones, double* sums)
    : ILaneKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        new Span<double>(sums, 3 * FeatureTable.Decays).Clear();
        for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
            for (int decay = 0; decay < FeatureTable.Decays; decay++)
                Walk<TLanes>(start, decay);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk<TLanes>(int start, int decay) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int partials = FeatureTable.Partials<T>();
        T* mean = means + (nint)decay * count, moved = next + (nint)decay * count;
        T* lanes = stackalloc T[TLanes.Width];
        TLanes rate = FeatureLanes<TLanes, T>.Constant(rates[decay]);
        TLanes share = FeatureLanes<TLanes, T>.Constant(1.0 / across), least = FeatureLanes<TLanes, T>.Constant(FeatureTable.SquareEpsilon);
        TLanes first = TLanes.Broadcast(T.Zero), second = first, third = first;
        for (int line = start; line < count; line += partials)
        {
            int length = Math.Min(TLanes.Width, count - line);
            TLanes v = TLanes.LoadFirst(mean + line, length), here = TLanes.LoadFirst(ones, length);
            v = TLanes.MultiplyAdd(rate, TLanes.MultiplyAdd(TLanes.LoadFirst(squares + line, length), share, least) - v, v) * here;
            FeatureLanes<TLanes, T>.Store(v, moved + line, length);
            first += v;
            TLanes.AddProduct(ref second, v, v);
            third += here / (v + FeatureLanes<TLanes, T>.Constant(FeatureTable.LineEpsilon));
        }
        FeatureLanes<TLanes, T>.AddLanes(ref sums[decay], first, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[FeatureTable.Decays + decay], second, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[2 * FeatureTable.Decays + decay], third, lanes);
    }
}
