using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>
/// What all coordinates of a line share: their factors, and what the line's features add to the sums of the first layer.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="form">What the network reads.</param>
/// <param name="count">Lines.</param>
/// <param name="means">(decay, line) running mean squares.</param>
/// <param name="parts">(decay) what a mean square is multiplied by under the factor's root.</param>
/// <param name="weights">(feature, hidden unit), scales included.</param>
/// <param name="start">(hidden unit) where the sums begin.</param>
/// <param name="values">As <see cref="FeatureForm.LineMemory"/> says; overwritten.</param>
internal readonly unsafe struct LineFactors<T>(FeatureForm form, int count, T* means, T* parts, T* weights, T* start, T* values)
    : ILaneKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes one = FeatureLanes<TLanes, T>.Constant(1);
        int partials = FeatureTable.Partials<T>(), hidden = form.Hidden;
        for (int line = 0; line < count; line += TLanes.Width)
        {
            int length = Math.Min(count - line, TLanes.Width);
            T* own = values + form.LineStart<T>(line);
            TLanes v0 = TLanes.LoadFirst(means + line, length);
            TLanes v1 = TLanes.LoadFirst(means + count + line, length);
            TLanes v2 = TLanes.LoadFirst(means + 2 * (nint)count + line, length);
            TLanes w0 = Inverse(v0, one), w1 = Inverse(v1, one), w2 = Inverse(v2, one);
            TLanes.Store(Factor(v0, parts, one), own);
            TLanes.Store(Factor(v1, parts + 1, one), own + partials);
            TLanes.Store(Factor(v2, parts + 2, one), own + 2 * partials);
            for (int unit = 0; unit < hidden; unit++)
            {
                TLanes sum = TLanes.LoadBroadcast(start + unit);
                T* weight = weights + unit;
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight), v0);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + hidden), v1);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 2 * hidden), v2);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 3 * hidden), w0);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 4 * hidden), w1);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 5 * hidden), w2);
                TLanes.Store(sum, own + (FeatureTable.Decays + unit) * partials);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Inverse<TLanes>(TLanes v, TLanes one) where TLanes : unmanaged, ILanes<TLanes, T> =>
        one / TLanes.Sqrt(v + FeatureLanes<TLanes, T>.Constant(FeatureTable.LineEpsilon));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Factor<TLanes>(TLanes v, T* part, TLanes one) where TLanes : unmanaged, ILanes<TLanes, T> =>
        one / TLanes.Sqrt(TLanes.Max(FeatureLanes<TLanes, T>.Constant(FeatureTable.FactorEpsilon), v * TLanes.LoadBroadcast(part)));
}
