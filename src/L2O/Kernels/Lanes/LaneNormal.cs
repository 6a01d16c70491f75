using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2O.Kernels.Lanes;

/// <summary>
/// The standard normal distribution over lanes. Both tails are accurate relative to their size, to a few ulp: Φ(-a) = e^(-a²/2)·R(a), where
/// R (half the scaled complementary error function of a/√2) is smooth and is approximated by one polynomial in (a - 5)/(a + 5). Built from
/// exactly rounded lane operations only, so a value is the same at every width. A NaN comes out as a NaN.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">float or double: picks the degree of the polynomial.</typeparam>
internal static class LaneNormal<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Center = 5;

    private static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    /// <summary>Beyond it e^(-x²/2) leaves the normal range, and counts as 0.</summary>
    private static double Limit
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsSingle ? 13.2 : 37.6;
    }

    /// <summary>|x|, or a little over <see cref="Limit"/> where it is more: its square is finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Magnitude(TLanes x) => TLanes.Min(Constant(Limit + 0.01), TLanes.Abs(x));

    /// <summary>e^(-a²/2), 0 beyond ±13.2 (float) and ±37.6 (double), where it would be under the normal range.</summary>
    /// <param name="magnitude">a, as <see cref="Magnitude"/> gives it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exponential(TLanes magnitude)
    {
        TLanes square = magnitude * magnitude, zero = Constant(0), half = Constant(-0.5);
        TLanes lost = TLanes.MultiplyAdd(magnitude, magnitude, zero - square); // what the rounding of a² took away
        TLanes exponential = LaneMath<TLanes, T>.Exp(half * square);
        exponential = TLanes.MultiplyAdd(exponential * half, lost, exponential);
        return TLanes.SelectLess(Constant(Limit), magnitude, zero, exponential);
    }

    /// <summary>Φ(x), the distribution function.</summary>
    /// <param name="x">Where.</param>
    /// <param name="magnitude">|x|, as <see cref="Magnitude"/> gives it.</param>
    /// <param name="exponential">Of that, as <see cref="Exponential"/> gives it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Cumulative(TLanes x, TLanes magnitude, TLanes exponential)
    {
        TLanes inverse = Constant(1) / (magnitude + Constant(Center)), t = (magnitude - Constant(Center)) * inverse;
        TLanes tail = exponential * inverse * (IsSingle ? SinglePolynomial(t) : DoublePolynomial(t));
        return TLanes.SelectLess(x, Constant(0), tail, Constant(1) - tail);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Constant(double value) => TLanes.Broadcast(T.CreateTruncating(value));

    /// <summary>(a + 5)·R(a), by interpolation in Chebyshev's points for a up to 14; relative error 1.3e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes SinglePolynomial(TLanes t)
    {
        TLanes q = TLanes.MultiplyAdd(t, Constant(3.8290181830241068297e-4), Constant(-1.0204169701953980292e-3));
        q = TLanes.MultiplyAdd(q, t, Constant(-2.9831861768943524482e-3));
        q = TLanes.MultiplyAdd(q, t, Constant(2.0893542181199894603e-2));
        q = TLanes.MultiplyAdd(q, t, Constant(-6.9104098966396165139e-2));
        q = TLanes.MultiplyAdd(q, t, Constant(0.16500500601164851006));
        q = TLanes.MultiplyAdd(q, t, Constant(-0.31353552641153054241));
        q = TLanes.MultiplyAdd(q, t, Constant(0.49530647285148678157));
        q = TLanes.MultiplyAdd(q, t, Constant(-0.66538243057373324289));
        return TLanes.MultiplyAdd(q, t, Constant(0.76919304144549844426));
    }

    /// <summary>(a + 5)·R(a), by interpolation in Chebyshev's points for a up to 39; relative error 1.2e-17.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes DoublePolynomial(TLanes t)
    {
        TLanes q = TLanes.MultiplyAdd(t, Constant(-1.5877468827473365378e-10), Constant(1.7530484014082319805e-9));
        q = TLanes.MultiplyAdd(q, t, Constant(7.6630718007600410458e-9));
        q = TLanes.MultiplyAdd(q, t, Constant(-9.3135609943260591435e-9));
        q = TLanes.MultiplyAdd(q, t, Constant(-6.5942216624772230429e-8));
        q = TLanes.MultiplyAdd(q, t, Constant(4.2274993740065348384e-8));
        q = TLanes.MultiplyAdd(q, t, Constant(4.3314103568625849535e-7));
        q = TLanes.MultiplyAdd(q, t, Constant(-3.3661536810124711722e-7));
        q = TLanes.MultiplyAdd(q, t, Constant(-2.7692670959974302454e-6));
        q = TLanes.MultiplyAdd(q, t, Constant(3.9809021578680411194e-6));
        q = TLanes.MultiplyAdd(q, t, Constant(1.6681213742042061453e-5));
        q = TLanes.MultiplyAdd(q, t, Constant(-4.976281427058580517e-5));
        q = TLanes.MultiplyAdd(q, t, Constant(-5.9375728009915863678e-5));
        q = TLanes.MultiplyAdd(q, t, Constant(5.4489906477312989385e-4));
        q = TLanes.MultiplyAdd(q, t, Constant(-7.9786939846607010544e-4));
        q = TLanes.MultiplyAdd(q, t, Constant(-2.9933767705085424387e-3));
        q = TLanes.MultiplyAdd(q, t, Constant(2.0795066799883179639e-2));
        q = TLanes.MultiplyAdd(q, t, Constant(-6.9118638706310163575e-2));
        q = TLanes.MultiplyAdd(q, t, Constant(0.16502036617038471792));
        q = TLanes.MultiplyAdd(q, t, Constant(-0.3135331566713045447));
        q = TLanes.MultiplyAdd(q, t, Constant(0.49530561596997641327));
        q = TLanes.MultiplyAdd(q, t, Constant(-0.66538250289005670039));
        return TLanes.MultiplyAdd(q, t, Constant(0.76919304975006295856));
    }
}
