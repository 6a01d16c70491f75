using System.Numerics;
using System.Runtime.CompilerServices;

namespace L2O.Kernels.Lanes;

/// <summary>
/// Elementary functions over lanes: a few ulp in single and about 1e-15 in double precision. Built from exactly rounded
/// lane operations only, so a value is the same at every width. A NaN comes out as a NaN.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="T">float or double: picks the lengths of the series.</typeparam>
internal static class LaneMath<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static bool IsSingle
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => typeof(T) == typeof(float);
    }

    /// <summary>e^x. Saturates just inside the normal range (float ±87, double ±708), so it yields neither 0 nor infinity.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Exp(TLanes x)
    {
        x = Clamp(x, IsSingle ? -87.3 : -708.3, IsSingle ? 88.3 : 709.4);
        TLanes r = Reduce(x, out TLanes n);
        return TLanes.ScaleByPowerOfTwo(ExpM1OfReduced(r) + Constant(1), n);
    }

    /// <summary>e^x - 1, accurate also where x is tiny. Saturates at the same bounds as <see cref="Exp"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes ExpM1(TLanes x)
    {
        x = Clamp(x, IsSingle ? -87.3 : -708.3, IsSingle ? 88.3 : 709.4);
        TLanes r = Reduce(x, out TLanes n);
        TLanes scale = TLanes.ScaleByPowerOfTwo(Constant(1), n);
        return TLanes.MultiplyAdd(scale, ExpM1OfReduced(r), scale - Constant(1));
    }

    /// <summary>Natural logarithm of a positive normal number; infinity and NaN come out as they are. Anything else is undefined.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Log(TLanes x)
    {
        TLanes f = TLanes.SplitExponent(x, out TLanes n) - Constant(1);
        // ln(1+f) = f - f²/2 + s·(f²/2 + R), s = f/(2+f), R = Σ 2·s^(2k)/(2k+1): f itself is exact, so little is lost near 1.
        TLanes s = f / (f + Constant(2));
        TLanes half = Constant(0.5) * f * f;
        TLanes correction = TLanes.MultiplyAdd(s, half + AtanhSeries(s * s), n * Constant(Ln2Low)) - half;
        TLanes result = TLanes.MultiplyAdd(n, Constant(Ln2High), f + correction);
        return TLanes.SelectLess(x, TLanes.Broadcast(T.PositiveInfinity), result, x);
    }

    /// <summary>
    /// Magnitude below which <see cref="FlushTiny"/> gives zero: what is left of a derivative there changes no sum, and its products are
    /// subnormal numbers, with which Intel's processors take a hundred times as long (docs/decisions/0015).
    /// </summary>
    public static T Tiny => T.CreateTruncating(IsSingle ? 7.888609052210118e-31 : 1e-270); // 2^-100

    /// <summary>x, or 0 where |x| is below <see cref="Tiny"/>.</summary>
    /// <param name="x">Any numbers.</param>
    /// <param name="tiny"><see cref="Tiny"/> in all lanes, kept in a register: made anew in a loop it costs a tenth of a meta-step.</param>
    /// <param name="zero">0 in all lanes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes FlushTiny(TLanes x, TLanes tiny, TLanes zero) => TLanes.SelectLess(TLanes.Abs(x), tiny, zero, x);

    /// <summary>1/(1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Sigmoid(TLanes x) => Constant(1) / (Constant(1) + Exp(Constant(0) - x));

    /// <summary>tanh x = (e^2x - 1)/(e^2x + 1).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Tanh(TLanes x)
    {
        // Beyond the bound tanh rounds to ±1, and the quotient does so too.
        TLanes e = ExpM1(Clamp(x + x, -80, 80));
        return e / (e + Constant(2));
    }

    /// <summary>ln(1 + e^x), without overflow for large x: max(x, 0) + ln(1 + e^-|x|).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Softplus(TLanes x)
    {
        TLanes u = Exp(Constant(0) - TLanes.Abs(x));
        TLanes w = Constant(1) + u;
        TLanes lost = u - (w - Constant(1)); // what the rounding of 1 + u took away, given back to first order
        return TLanes.Max(Constant(0), x) + (Log(w) + lost / w);
    }

    private static double Ln2High
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsSingle ? 0.693359375 : 0.6931471805598903; // few enough bits that a product with an exponent is exact
    }

    private static double Ln2Low
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => IsSingle ? -2.1219444005469058e-4 : 5.497923018708371e-14;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Constant(double value) => TLanes.Broadcast(T.CreateTruncating(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Clamp(TLanes x, double low, double high) => TLanes.Min(Constant(high), TLanes.Max(Constant(low), x));

    /// <summary>x = n·ln 2 + r with |r| ≤ ln 2 / 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Reduce(TLanes x, out TLanes n)
    {
        n = TLanes.Round(x * Constant(1 / 0.69314718055994530942));
        TLanes r = TLanes.MultiplyAdd(n, Constant(-Ln2High), x);
        return TLanes.MultiplyAdd(n, Constant(-Ln2Low), r);
    }

    /// <summary>
    /// e^r - 1 for |r| ≤ 0.35 by Taylor's series: the first term left out is under 2e-8 (float) and 2e-17 (double) of the value.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExpM1OfReduced(TLanes r)
    {
        TLanes q = Constant(1.0 / 5040);
        if (!IsSingle)
        {
            q = TLanes.MultiplyAdd(r, Constant(1.0 / 6227020800), Constant(1.0 / 479001600));
            q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 39916800));
            q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 3628800));
            q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 362880));
            q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 40320));
            q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 5040));
        }
        q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 720));
        q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 120));
        q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 24));
        q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 6));
        q = TLanes.MultiplyAdd(q, r, Constant(1.0 / 2));
        return TLanes.MultiplyAdd(q * r, r, r);
    }

    /// <summary>Σ 2·z^k/(2k+1) from k = 1, for z ≤ 0.0295: the first term left out is under 4e-9 (float) and 2e-17 (double).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AtanhSeries(TLanes z)
    {
        TLanes q = Constant(2.0 / 9);
        if (!IsSingle)
        {
            q = TLanes.MultiplyAdd(z, Constant(2.0 / 21), Constant(2.0 / 19));
            q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 17));
            q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 15));
            q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 13));
            q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 11));
            q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 9));
        }
        q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 7));
        q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 5));
        q = TLanes.MultiplyAdd(q, z, Constant(2.0 / 3));
        return q * z;
    }
}
