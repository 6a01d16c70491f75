using System.Numerics;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;

namespace L2O.Kernels.Lstm;

/// <summary>
/// Logistic function and hyperbolic tangent as fractions, so that the activations of a whole LSTM cell share two divisions.
/// Everything rests on 2^r for |r| ≤ ½ as 1 + r·q(r), q interpolated at Chebyshev nodes: relative error 5e-9 in single
/// precision (degree 5), 2e-19 in double (degree 11), before rounding. NaN comes out as NaN.
/// </summary>
internal static class LstmActivations<TLanes, T>
    where TLanes : unmanaged, ILanes<TLanes, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double Log2E = 1.4426950408889634;

    // A product of three denominators must stay finite in single precision: e^30 · e^30 · e^20 < 3.4e38.
    // σ(-30) = 9e-14 and 1 - tanh(10) = 4e-9 lie below the rounding error of what they are added to.
    private const double LogisticBound = 30 * Log2E;
    private const double TanhBound = 20 * Log2E;

    /// <summary>The denominator of σ(x) = 1 / (1 + e^-x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes LogisticDenominator(TLanes x)
    {
        TLanes exponent = Clamp(x * Constant(-Log2E), LogisticBound);
        TLanes whole = TLanes.Round(exponent);
        TLanes r = exponent - whole;
        TLanes one = Constant(1);
        return TLanes.ScaleByPowerOfTwo(TLanes.MultiplyAdd(r, ExponentialSlope(r), one), whole) + one;
    }

    /// <summary>
    /// Numerator and denominator of tanh(x) = (e^2x - 1) / (e^2x + 1). The numerator is formed as 2^k·(2^r - 1) + (2^k - 1),
    /// which keeps the relative accuracy of small x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes TanhFraction(TLanes x, out TLanes denominator)
    {
        TLanes exponent = Clamp(x * Constant(2 * Log2E), TanhBound);
        TLanes whole = TLanes.Round(exponent);
        TLanes r = exponent - whole;
        TLanes one = Constant(1);
        TLanes power = TLanes.ScaleByPowerOfTwo(one, whole);
        TLanes numerator = TLanes.MultiplyAdd(power, r * ExponentialSlope(r), power - one);
        denominator = numerator + Constant(2);
        return numerator;
    }

    /// <summary>q(r) = (2^r - 1) / r.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes ExponentialSlope(TLanes r)
    {
        TLanes q;
        if (typeof(T) == typeof(float))
        {
            q = Constant(1.5453162945120691e-4);
            q = TLanes.MultiplyAdd(q, r, Constant(1.3390863364671234e-3));
            q = TLanes.MultiplyAdd(q, r, Constant(9.6180825572778524e-3));
            q = TLanes.MultiplyAdd(q, r, Constant(5.5503571142190782e-2));
            q = TLanes.MultiplyAdd(q, r, Constant(2.4022650760568126e-1));
            return TLanes.MultiplyAdd(q, r, Constant(6.9314718802622877e-1));
        }
        q = Constant(2.5729324177362305e-11);
        q = TLanes.MultiplyAdd(q, r, Constant(4.4558179083360645e-10));
        q = TLanes.MultiplyAdd(q, r, Constant(7.0548973041554995e-9));
        q = TLanes.MultiplyAdd(q, r, Constant(1.0178057087733941e-7));
        q = TLanes.MultiplyAdd(q, r, Constant(1.3215486808705563e-6));
        q = TLanes.MultiplyAdd(q, r, Constant(1.5252733841556773e-5));
        q = TLanes.MultiplyAdd(q, r, Constant(1.5403530393370734e-4));
        q = TLanes.MultiplyAdd(q, r, Constant(1.3333558146406471e-3));
        q = TLanes.MultiplyAdd(q, r, Constant(9.6181291076284803e-3));
        q = TLanes.MultiplyAdd(q, r, Constant(5.5504108664821625e-2));
        q = TLanes.MultiplyAdd(q, r, Constant(2.4022650695910072e-1));
        return TLanes.MultiplyAdd(q, r, Constant(6.9314718055994529e-1));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Clamp(TLanes value, double bound) =>
        TLanes.Max(Constant(-bound), TLanes.Min(Constant(bound), value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Constant(double value) =>
        TLanes.Broadcast(typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value);
}
