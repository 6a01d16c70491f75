using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Factored;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.SmallMlp;

/// <summary>
/// The layers for two registers of coordinates, which share the loads of weights; four units at a time. Each sum goes over its inputs in
/// the same order, so the bits are the same at every width.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class SmallMlpLayers<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Units that are computed together.</summary>
    public const int Together = 4;

    /// <summary>The first layer: sums begin with what row and columns add.</summary>
    /// <param name="weights">(feature, unit), scales included.</param>
    /// <param name="hidden">Units.</param>
    /// <param name="registers">The two.</param>
    /// <param name="features">Features.</param>
    /// <param name="inputs">(feature, register).</param>
    /// <param name="units">(unit, register) rectified sums; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void First(T* weights, int hidden, MatrixRegister<T>* registers, int features, T* inputs, T* units)
    {
        MatrixRegister<T> left = registers[0], right = registers[1];
        for (int unit = 0; unit < hidden; unit += Together)
        {
            TLanes a0 = Start(left, unit), a1 = Start(left, unit + 1), a2 = Start(left, unit + 2), a3 = Start(left, unit + 3);
            TLanes b0 = Start(right, unit), b1 = Start(right, unit + 1), b2 = Start(right, unit + 2), b3 = Start(right, unit + 3);
            T* w = weights + unit, x = inputs;
            for (T* end = inputs + 2 * features * TLanes.Width; x < end; x += 2 * TLanes.Width, w += hidden)
                Add(w, TLanes.Load(x), TLanes.Load(x + TLanes.Width), ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Store(units + 2 * unit * TLanes.Width, a0, a1, a2, a3, b0, b1, b2, b3);
        }
    }

    /// <summary>A further hidden layer.</summary>
    /// <param name="weights">(input, unit), then the biases.</param>
    /// <param name="hidden">Inputs and units.</param>
    /// <param name="inputs">(input, register).</param>
    /// <param name="units">(unit, register) rectified sums; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Second(T* weights, int hidden, T* inputs, T* units)
    {
        T* bias = weights + hidden * hidden;
        for (int unit = 0; unit < hidden; unit += Together)
        {
            TLanes a0 = TLanes.LoadBroadcast(bias + unit), a1 = TLanes.LoadBroadcast(bias + unit + 1);
            TLanes a2 = TLanes.LoadBroadcast(bias + unit + 2), a3 = TLanes.LoadBroadcast(bias + unit + 3);
            TLanes b0 = a0, b1 = a1, b2 = a2, b3 = a3;
            T* w = weights + unit, x = inputs;
            for (T* end = inputs + 2 * hidden * TLanes.Width; x < end; x += 2 * TLanes.Width, w += hidden)
                Add(w, TLanes.Load(x), TLanes.Load(x + TLanes.Width), ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref b2, ref b3);
            Store(units + 2 * unit * TLanes.Width, a0, a1, a2, a3, b0, b1, b2, b3);
        }
    }

    /// <summary>The two outputs of one register.</summary>
    /// <param name="weights">(input, output), then the biases.</param>
    /// <param name="hidden">Inputs.</param>
    /// <param name="inputs">(input, register): those of the register.</param>
    /// <param name="direction">The first output.</param>
    /// <param name="magnitude">The second output.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Output(T* weights, int hidden, T* inputs, out TLanes direction, out TLanes magnitude)
    {
        T* bias = weights + SmallMlpForm.Outputs * hidden;
        direction = TLanes.LoadBroadcast(bias);
        magnitude = TLanes.LoadBroadcast(bias + 1);
        for (int unit = 0; unit < hidden; unit++, inputs += 2 * TLanes.Width, weights += SmallMlpForm.Outputs)
        {
            TLanes x = TLanes.Load(inputs);
            TLanes.AddProduct(ref direction, TLanes.LoadBroadcast(weights), x);
            TLanes.AddProduct(ref magnitude, TLanes.LoadBroadcast(weights + 1), x);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Start(in MatrixRegister<T> register, int unit)
    {
        int at = (FeatureTable.Decays + unit) * FeatureTable.Partials<T>();
        return TLanes.LoadBroadcast(register.Row + at) + TLanes.Load(register.Column + at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* weights, TLanes x, TLanes y, ref TLanes a0, ref TLanes a1, ref TLanes a2, ref TLanes a3,
        ref TLanes b0, ref TLanes b1, ref TLanes b2, ref TLanes b3)
    {
        TLanes w = TLanes.LoadBroadcast(weights);
        TLanes.AddProduct(ref a0, w, x);
        TLanes.AddProduct(ref b0, w, y);
        w = TLanes.LoadBroadcast(weights + 1);
        TLanes.AddProduct(ref a1, w, x);
        TLanes.AddProduct(ref b1, w, y);
        w = TLanes.LoadBroadcast(weights + 2);
        TLanes.AddProduct(ref a2, w, x);
        TLanes.AddProduct(ref b2, w, y);
        w = TLanes.LoadBroadcast(weights + 3);
        TLanes.AddProduct(ref a3, w, x);
        TLanes.AddProduct(ref b3, w, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* units, TLanes a0, TLanes a1, TLanes a2, TLanes a3, TLanes b0, TLanes b1, TLanes b2, TLanes b3)
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes.Store(TLanes.Max(zero, a0), units);
        TLanes.Store(TLanes.Max(zero, b0), units + TLanes.Width);
        TLanes.Store(TLanes.Max(zero, a1), units + 2 * TLanes.Width);
        TLanes.Store(TLanes.Max(zero, b1), units + 3 * TLanes.Width);
        TLanes.Store(TLanes.Max(zero, a2), units + 4 * TLanes.Width);
        TLanes.Store(TLanes.Max(zero, b2), units + 5 * TLanes.Width);
        TLanes.Store(TLanes.Max(zero, a3), units + 6 * TLanes.Width);
        TLanes.Store(TLanes.Max(zero, b3), units + 7 * TLanes.Width);
    }
}
