using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.HyperLstm;

/// <summary>
/// Sums over some coordinates of a tensor, with the same bits at every register width: before the means are known Σ p², Σ m of each decay
/// and Σ r; after that Σ (m - mean m)² and Σ (r - mean m)² of each decay.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="theta">p, (coordinate).</param>
/// <param name="momentum">m, (decay, coordinate).</param>
/// <param name="square">r, (coordinate).</param>
/// <param name="count">Coordinates of the tensor.</param>
/// <param name="first">The first coordinate.</param>
/// <param name="end">Behind the last one.</param>
/// <param name="means">(decay) means of m; null before they are known.</param>
/// <param name="ones">A register of ones.</param>
/// <param name="sums">(sum); overwritten.</param>
internal readonly unsafe struct TensorSums<T>(
    T* theta, T* momentum, T* square, nint count, int first, int end, T* means, T* ones, double* sums) : ILaneKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Sums before the means are known.</summary>
    public const int Plain = 2 + FeatureTable.Decays;

    /// <summary>Sums after that.</summary>
    public const int Centered = 2 * FeatureTable.Decays;

    public void Run<TLanes>() where TLanes : unmanaged, ILanes<TLanes, T>
    {
        new Span<double>(sums, means == null ? Plain : Centered).Clear();
        for (int start = 0; start < FeatureTable.Partials<T>(); start += TLanes.Width)
            if (means == null)
                AddPlain<TLanes>(start);
            else
                AddCentered<TLanes>(start);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddPlain<TLanes>(int start) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Broadcast(T.Zero), pp = zero, m0 = zero, m1 = zero, m2 = zero, rr = zero;
        for (int i = first + start; i < end; i += FeatureTable.Partials<T>())
        {
            int length = Math.Min(TLanes.Width, end - i);
            TLanes p = TLanes.LoadFirst(theta + i, length);
            TLanes.AddProduct(ref pp, p, p);
            m0 += TLanes.LoadFirst(momentum + i, length);
            m1 += TLanes.LoadFirst(momentum + count + i, length);
            m2 += TLanes.LoadFirst(momentum + 2 * count + i, length);
            rr += TLanes.LoadFirst(square + i, length);
        }
        T* lanes = stackalloc T[TLanes.Width];
        FeatureLanes<TLanes, T>.AddLanes(ref sums[0], pp, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[1], m0, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[2], m1, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[3], m2, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[4], rr, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddCentered<TLanes>(int start) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Broadcast(T.Zero), m0 = zero, m1 = zero, m2 = zero, r0 = zero, r1 = zero, r2 = zero;
        TLanes c0 = TLanes.Broadcast(means[0]), c1 = TLanes.Broadcast(means[1]), c2 = TLanes.Broadcast(means[2]);
        for (int i = first + start; i < end; i += FeatureTable.Partials<T>())
        {
            int length = Math.Min(TLanes.Width, end - i);
            TLanes here = TLanes.LoadFirst(ones, length), r = TLanes.LoadFirst(square + i, length);
            Add(ref m0, TLanes.LoadFirst(momentum + i, length) - c0 * here);
            Add(ref m1, TLanes.LoadFirst(momentum + count + i, length) - c1 * here);
            Add(ref m2, TLanes.LoadFirst(momentum + 2 * count + i, length) - c2 * here);
            Add(ref r0, r - c0 * here);
            Add(ref r1, r - c1 * here);
            Add(ref r2, r - c2 * here);
        }
        T* lanes = stackalloc T[TLanes.Width];
        FeatureLanes<TLanes, T>.AddLanes(ref sums[0], m0, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[1], m1, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[2], m2, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[3], r0, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[4], r1, lanes);
        FeatureLanes<TLanes, T>.AddLanes(ref sums[5], r2, lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TLanes>(ref TLanes sum, TLanes x) where TLanes : unmanaged, ILanes<TLanes, T> =>
        TLanes.AddProduct(ref sum, x, x);
}
