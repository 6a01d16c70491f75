using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Celo2;

/// <summary>
/// Layers of the small network for one or two registers of coordinates, whose values lie in rows of two registers. Each unit's sum begins
/// at its start and goes over the inputs in ascending order, so the bits are the same at every width.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class Celo2Layer<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Numbers from one row to the next.</summary>
    public static int Stride
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => 2 * TLanes.Width;
    }

    /// <summary>result = max(0, start + weights·inputs) for two registers of coordinates.</summary>
    /// <param name="weights">(input, unit).</param>
    /// <param name="inputs">(input, coordinate).</param>
    /// <param name="depth">Inputs, 1 or more.</param>
    /// <param name="start">(unit, coordinate).</param>
    /// <param name="result">(unit, coordinate); may be the start.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Both(T* weights, T* inputs, int depth, T* start, T* result)
    {
        Load(start, 0, out TLanes a0, out TLanes b0);
        Load(start, 1, out TLanes a1, out TLanes b1);
        Load(start, 2, out TLanes a2, out TLanes b2);
        Load(start, 3, out TLanes a3, out TLanes b3);
        Load(start, 4, out TLanes a4, out TLanes b4);
        Load(start, 5, out TLanes a5, out TLanes b5);
        Load(start, 6, out TLanes a6, out TLanes b6);
        Load(start, 7, out TLanes a7, out TLanes b7);
        for (T* end = inputs + depth * Stride; inputs < end; inputs += Stride, weights += Celo2Features.Hidden)
        {
            Load(inputs, 0, out TLanes x, out TLanes y);
            Add(weights, x, y, ref a0, ref b0);
            Add(weights + 1, x, y, ref a1, ref b1);
            Add(weights + 2, x, y, ref a2, ref b2);
            Add(weights + 3, x, y, ref a3, ref b3);
            Add(weights + 4, x, y, ref a4, ref b4);
            Add(weights + 5, x, y, ref a5, ref b5);
            Add(weights + 6, x, y, ref a6, ref b6);
            Add(weights + 7, x, y, ref a7, ref b7);
        }
        Store(result, 0, a0, b0);
        Store(result, 1, a1, b1);
        Store(result, 2, a2, b2);
        Store(result, 3, a3, b3);
        Store(result, 4, a4, b4);
        Store(result, 5, a5, b5);
        Store(result, 6, a6, b6);
        Store(result, 7, a7, b7);
    }

    /// <summary>The same for the first register of each row alone.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void One(T* weights, T* inputs, int depth, T* start, T* result)
    {
        TLanes a0 = TLanes.Load(start), a1 = TLanes.Load(start + Stride);
        TLanes a2 = TLanes.Load(start + 2 * Stride), a3 = TLanes.Load(start + 3 * Stride);
        TLanes a4 = TLanes.Load(start + 4 * Stride), a5 = TLanes.Load(start + 5 * Stride);
        TLanes a6 = TLanes.Load(start + 6 * Stride), a7 = TLanes.Load(start + 7 * Stride);
        for (T* end = inputs + depth * Stride; inputs < end; inputs += Stride, weights += Celo2Features.Hidden)
        {
            TLanes x = TLanes.Load(inputs);
            TLanes.AddProduct(ref a0, TLanes.LoadBroadcast(weights), x);
            TLanes.AddProduct(ref a1, TLanes.LoadBroadcast(weights + 1), x);
            TLanes.AddProduct(ref a2, TLanes.LoadBroadcast(weights + 2), x);
            TLanes.AddProduct(ref a3, TLanes.LoadBroadcast(weights + 3), x);
            TLanes.AddProduct(ref a4, TLanes.LoadBroadcast(weights + 4), x);
            TLanes.AddProduct(ref a5, TLanes.LoadBroadcast(weights + 5), x);
            TLanes.AddProduct(ref a6, TLanes.LoadBroadcast(weights + 6), x);
            TLanes.AddProduct(ref a7, TLanes.LoadBroadcast(weights + 7), x);
        }
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes.Store(TLanes.Max(zero, a0), result);
        TLanes.Store(TLanes.Max(zero, a1), result + Stride);
        TLanes.Store(TLanes.Max(zero, a2), result + 2 * Stride);
        TLanes.Store(TLanes.Max(zero, a3), result + 3 * Stride);
        TLanes.Store(TLanes.Max(zero, a4), result + 4 * Stride);
        TLanes.Store(TLanes.Max(zero, a5), result + 5 * Stride);
        TLanes.Store(TLanes.Max(zero, a6), result + 6 * Stride);
        TLanes.Store(TLanes.Max(zero, a7), result + 7 * Stride);
    }

    /// <summary>The first output: bias + weights·inputs.</summary>
    /// <param name="weights">(input, output), then the outputs' biases.</param>
    /// <param name="inputs">(input, coordinate); one register of each row is read.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Output(T* weights, T* inputs)
    {
        TLanes even = TLanes.LoadBroadcast(weights + Celo2Features.Hidden * Celo2Features.Outputs), odd = TLanes.Broadcast(T.Zero);
        for (int input = 0; input < Celo2Features.Hidden; input += 2)
        {
            TLanes.AddProduct(ref even, TLanes.LoadBroadcast(weights), TLanes.Load(inputs));
            TLanes.AddProduct(ref odd, TLanes.LoadBroadcast(weights + Celo2Features.Outputs), TLanes.Load(inputs + Stride));
            weights += 2 * Celo2Features.Outputs;
            inputs += 2 * Stride;
        }
        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(T* rows, int row, out TLanes first, out TLanes second)
    {
        first = TLanes.Load(rows + row * Stride);
        second = TLanes.Load(rows + row * Stride + TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* rows, int row, TLanes first, TLanes second)
    {
        TLanes zero = TLanes.Broadcast(T.Zero);
        TLanes.Store(TLanes.Max(zero, first), rows + row * Stride);
        TLanes.Store(TLanes.Max(zero, second), rows + row * Stride + TLanes.Width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(T* weight, TLanes x, TLanes y, ref TLanes first, ref TLanes second)
    {
        TLanes w = TLanes.LoadBroadcast(weight);
        TLanes.AddProduct(ref first, w, x);
        TLanes.AddProduct(ref second, w, y);
    }
}
