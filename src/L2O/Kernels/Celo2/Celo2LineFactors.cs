using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>
/// What all coordinates of a line share: their factors, and what the line's features add to the sums of the first layer.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="count">Lines.</param>
/// <param name="padded">Lines with whole registers at the end.</param>
/// <param name="means">(decay, line) running mean squares.</param>
/// <param name="parts">(decay) what a mean square is multiplied by under the factor's root.</param>
/// <param name="weights">(feature, hidden unit), scales included.</param>
/// <param name="start">(hidden unit) where the sums begin.</param>
/// <param name="factors">(decay, padded line); overwritten.</param>
/// <param name="hidden">(hidden unit, padded line); overwritten.</param>
internal readonly unsafe struct Celo2LineFactors<T>(int count, int padded, T* means, T* parts, T* weights, T* start, T* factors, T* hidden)
    : ILaneKernel<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes one = Celo2Lanes<TLanes, T>.Constant(1);
        for (int line = 0; line < padded; line += TLanes.Width)
        {
            int length = Math.Clamp(count - line, 0, TLanes.Width);
            TLanes v0 = TLanes.LoadFirst(means + line, length);
            TLanes v1 = TLanes.LoadFirst(means + count + line, length);
            TLanes v2 = TLanes.LoadFirst(means + 2 * (nint)count + line, length);
            TLanes w0 = Inverse(v0, one), w1 = Inverse(v1, one), w2 = Inverse(v2, one);
            TLanes.Store(Factor(v0, parts, one), factors + line);
            TLanes.Store(Factor(v1, parts + 1, one), factors + padded + line);
            TLanes.Store(Factor(v2, parts + 2, one), factors + 2 * (nint)padded + line);
            for (int unit = 0; unit < Celo2Features.Hidden; unit++)
            {
                TLanes sum = TLanes.LoadBroadcast(start + unit);
                T* weight = weights + unit;
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight), v0);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + Celo2Features.Hidden), v1);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 2 * Celo2Features.Hidden), v2);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 3 * Celo2Features.Hidden), w0);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 4 * Celo2Features.Hidden), w1);
                TLanes.AddProduct(ref sum, TLanes.LoadBroadcast(weight + 5 * Celo2Features.Hidden), w2);
                TLanes.Store(sum, hidden + (nint)unit * padded + line);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Inverse<TLanes>(TLanes v, TLanes one) where TLanes : unmanaged, ILanes<TLanes, T> =>
        one / TLanes.Sqrt(v + Celo2Lanes<TLanes, T>.Constant(Celo2Features.RootEpsilon));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Factor<TLanes>(TLanes v, T* part, TLanes one) where TLanes : unmanaged, ILanes<TLanes, T> =>
        one / TLanes.Sqrt(TLanes.Max(Celo2Lanes<TLanes, T>.Constant(Celo2Features.FactorEpsilon), v * TLanes.LoadBroadcast(part)));
}
