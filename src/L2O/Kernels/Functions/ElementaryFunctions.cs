using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Functions;

/// <summary>Elementary functions for <see cref="Elementwise"/>.</summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class ElementaryFunctions<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>e^x; bounds as in <see cref="LaneMath{TLanes, T}.Exp"/>.</summary>
    public readonly struct Exp : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => LaneMath<TLanes, T>.Exp(x);
    }

    /// <summary>ln x for positive normal numbers.</summary>
    public readonly struct Log : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => LaneMath<TLanes, T>.Log(x);
    }

    /// <summary>scale · sign(x): exactly zero at zero, NaN at NaN.</summary>
    public readonly struct ScaledSign(T scale) : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes zero = TLanes.Broadcast(T.Zero);
            return TLanes.SelectLess(zero, x, TLanes.Broadcast(scale), TLanes.SelectLess(x, zero, TLanes.Broadcast(-scale), x));
        }
    }
}
