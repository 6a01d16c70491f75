using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Functions;

/// <summary>
/// Activation functions and their derivatives for <see cref="Elementwise"/>. A backward function takes the activation's output and
/// the loss's derivative by it, and gives the derivative by the activation's input: no function needs its input again.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal static class ActivationFunctions<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Slope of the leaky ReLU below zero.</summary>
    public const double LeakySlope = 0.01;

    public readonly struct Sigmoid : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => LaneMath<TLanes, T>.Sigmoid(x);
    }

    public readonly struct SigmoidBackward : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes output, TLanes dOutput) where TLanes : unmanaged, ILanes<TLanes, T> =>
            dOutput * (output * (TLanes.Broadcast(T.One) - output));
    }

    public readonly struct Tanh : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => LaneMath<TLanes, T>.Tanh(x);
    }

    public readonly struct TanhBackward : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes output, TLanes dOutput) where TLanes : unmanaged, ILanes<TLanes, T> =>
            dOutput * (TLanes.Broadcast(T.One) - output * output);
    }

    public readonly struct Relu : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> =>
            TLanes.Max(TLanes.Broadcast(T.Zero), x);
    }

    public readonly struct ReluBackward : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes output, TLanes dOutput) where TLanes : unmanaged, ILanes<TLanes, T> =>
            TLanes.SelectLess(TLanes.Broadcast(T.Zero), output, dOutput, TLanes.Broadcast(T.Zero));
    }

    public readonly struct LeakyRelu : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> =>
            TLanes.SelectLess(x, TLanes.Broadcast(T.Zero), x * TLanes.Broadcast(T.CreateTruncating(LeakySlope)), x);
    }

    /// <summary>The slope at zero is the lower one, as in PyTorch.</summary>
    public readonly struct LeakyReluBackward : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes output, TLanes dOutput) where TLanes : unmanaged, ILanes<TLanes, T> =>
            TLanes.SelectLess(TLanes.Broadcast(T.Zero), output, dOutput, dOutput * TLanes.Broadcast(T.CreateTruncating(LeakySlope)));
    }

    public readonly struct Softplus : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> => LaneMath<TLanes, T>.Softplus(x);
    }

    /// <summary>The derivative σ(x) is 1 - e^-softplus(x).</summary>
    public readonly struct SoftplusBackward : ILaneFunction<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes output, TLanes dOutput) where TLanes : unmanaged, ILanes<TLanes, T> =>
            (TLanes.Broadcast(T.Zero) - dOutput) * LaneMath<TLanes, T>.ExpM1(TLanes.Broadcast(T.Zero) - output);
    }
}
