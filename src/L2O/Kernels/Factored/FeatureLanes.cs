using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Factored;

/// <summary>Small parts of the kernels.</summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal static unsafe class FeatureLanes<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double FloatGrain = 3.637978807091713e-12; // 2^-38
    private const double DoubleGrain = 1.679615e-138; // about 2^-457
    private const double FloatFineGrain = 7.888609052210118e-31; // 2^-100
    private const double DoubleFineGrain = 1e-289; // about 2^-960

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Constant(double value) => TLanes.Broadcast(T.CreateTruncating(value));

    /// <summary>
    /// x without what is below 2^-63 (2^-512 in double precision): a number that x loses its last bits to is added and taken away again.
    /// Squares of what is left are no subnormal numbers, with which Intel's processors take a hundred times as long
    /// (docs/decisions/0015). What is lost changes nothing beside the 1e-9 and 1e-8 that are added before every root.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Coarse(TLanes x)
    {
        TLanes grain = Constant(typeof(T) == typeof(float) ? FloatGrain : DoubleGrain);
        return x + grain - grain;
    }

    /// <summary>x without what is below 2^-125 (2^-1013), so that it is no subnormal number itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Normal(TLanes x)
    {
        TLanes grain = Constant(typeof(T) == typeof(float) ? FloatFineGrain : DoubleFineGrain);
        return x + grain - grain;
    }

    /// <summary>The gradient within its bounds; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Bounded(TLanes gradient, double bound) => TLanes.Min(Constant(bound), TLanes.Max(Constant(-bound), gradient));

    /// <summary>The gradient within its bounds, without what is too small; a NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Gradient(TLanes gradient, TLanes low, TLanes high) => Coarse(TLanes.Min(high, TLanes.Max(low, gradient)));

    /// <summary>A running mean's next value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Follow(TLanes mean, TLanes value, TLanes rate) => Coarse(TLanes.MultiplyAdd(rate, value - mean, mean));

    /// <summary>All of a register, or its first numbers: the choice is made by the compiler where the count is constant.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load(T* source, int count) => count == TLanes.Width ? TLanes.Load(source) : TLanes.LoadFirst(source, count);

    /// <inheritdoc cref="Load"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(TLanes value, T* destination, int count)
    {
        if (count == TLanes.Width)
            TLanes.Store(value, destination);
        else
            TLanes.StoreFirst(value, destination, count);
    }

    /// <summary>Adds a register's numbers in their order.</summary>
    /// <param name="sum">Where they are added.</param>
    /// <param name="value">The register.</param>
    /// <param name="lanes">Memory for one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddLanes(ref double sum, TLanes value, T* lanes)
    {
        TLanes.Store(value, lanes);
        sum = AddLanes(sum, lanes);
    }

    /// <summary>Adds the numbers of six registers in their order, side by side: alone each would wait for its additions.</summary>
    /// <param name="sums">(6) where they are added.</param>
    /// <param name="registers">(6, lane) the numbers.</param>
    public static void AddSix(double* sums, T* registers)
    {
        (double a, double b, double c) = (sums[0], sums[1], sums[2]);
        (double d, double e, double f) = (sums[3], sums[4], sums[5]);
        for (T* end = registers + TLanes.Width; registers < end; registers++)
        {
            a += double.CreateTruncating(registers[0]);
            b += double.CreateTruncating(registers[TLanes.Width]);
            c += double.CreateTruncating(registers[2 * TLanes.Width]);
            d += double.CreateTruncating(registers[3 * TLanes.Width]);
            e += double.CreateTruncating(registers[4 * TLanes.Width]);
            f += double.CreateTruncating(registers[5 * TLanes.Width]);
        }
        (sums[0], sums[1], sums[2]) = (a, b, c);
        (sums[3], sums[4], sums[5]) = (d, e, f);
    }

    /// <summary>The sum with a register's numbers added in their order.</summary>
    /// <param name="sum">What they are added to.</param>
    /// <param name="lanes">The numbers.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double AddLanes(double sum, T* lanes)
    {
        for (int lane = 0; lane < TLanes.Width; lane++)
            sum += double.CreateTruncating(lanes[lane]);
        return sum;
    }
}
