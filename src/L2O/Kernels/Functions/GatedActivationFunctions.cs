using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Functions;

/// <summary>
/// Activations x·g(x) with a gate g from 0 to 1, and their derivatives, for <see cref="Elementwise"/>. They fall and rise, so their output
/// does not tell the input: these derivatives take the activation's input, not its output as those in <see cref="ActivationFunctions{T}"/>.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class GatedActivationFunctions<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>1/√(2π).</summary>
    private const double DensityFactor = 0.39894228040143267794;

    /// <summary>The logistic gate counts as 0 or 1 where e^-|x| would leave the normal range.</summary>
    private static double GateLimit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float) ? 87 : 708;
    }

    /// <summary>x·Φ(x), Φ the standard normal distribution function: the exact form, with the error function.</summary>
    public readonly struct Gelu : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes magnitude = LaneNormal<TLanes, T>.Magnitude(x);
            return x * LaneNormal<TLanes, T>.Cumulative(x, magnitude, LaneNormal<TLanes, T>.Exponential(magnitude));
        }
    }

    /// <summary>dOutput·(Φ(x) + x·φ(x)), φ the density.</summary>
    public readonly struct GeluBackward : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes dOutput) where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes magnitude = LaneNormal<TLanes, T>.Magnitude(x), exponential = LaneNormal<TLanes, T>.Exponential(magnitude);
            TLanes gate = LaneNormal<TLanes, T>.Cumulative(x, magnitude, exponential);
            return dOutput * TLanes.MultiplyAdd(x * TLanes.Broadcast(T.CreateTruncating(DensityFactor)), exponential, gate);
        }
    }

    /// <summary>factor·(2 - x²)·φ(x): the second derivative.</summary>
    public readonly struct GeluCurvature : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes factor) where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes magnitude = LaneNormal<TLanes, T>.Magnitude(x), two = TLanes.Broadcast(T.CreateTruncating(2));
            TLanes density = LaneNormal<TLanes, T>.Exponential(magnitude) * TLanes.Broadcast(T.CreateTruncating(DensityFactor));
            return factor * (density * TLanes.MultiplyAdd(TLanes.Broadcast(T.Zero) - magnitude, magnitude, two));
        }
    }

    /// <summary>x·σ(x), σ the logistic function.</summary>
    public readonly struct Silu : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => x * Gate(x, out _);
    }

    /// <summary>dOutput·σ·(1 + x·(1 - σ)).</summary>
    public readonly struct SiluBackward : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes dOutput) where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes gate = Gate(x, out TLanes rest);
            return dOutput * (gate * TLanes.MultiplyAdd(x, rest, TLanes.Broadcast(T.One)));
        }
    }

    /// <summary>factor·σ·(1 - σ)·(2 + x·(1 - 2σ)): the second derivative.</summary>
    public readonly struct SiluCurvature : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes factor) where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes gate = Gate(x, out TLanes rest);
            return factor * (gate * rest * TLanes.MultiplyAdd(x, rest - gate, TLanes.Broadcast(T.CreateTruncating(2))));
        }
    }

    /// <summary>σ(x).</summary>
    /// <param name="x">Where.</param>
    /// <param name="rest">1 - σ(x), accurate where it is small.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Gate<TLanes>(TLanes x, out TLanes rest) where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes zero = TLanes.Broadcast(T.Zero), one = TLanes.Broadcast(T.One), limit = TLanes.Broadcast(T.CreateTruncating(GateLimit));
        TLanes exponential = TLanes.SelectLess(limit, x, zero, LaneMath<TLanes, T>.Exp(zero - x));
        TLanes gate = one / (one + exponential);
        rest = exponential * gate;
        return TLanes.SelectLess(x, zero - limit, zero, gate);
    }
}
