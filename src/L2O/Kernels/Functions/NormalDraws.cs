using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using L2O.Kernels.Lanes;
using L2O.Numerics;

namespace L2O.Kernels.Functions;

/// <summary>
/// Vectors of normal random numbers by Box and Muller's transform, on lanes: built from exactly rounded operations alone, so that a
/// perturbation has the same bits on every machine. Two words a number; the tails end at 5.8 standard deviations.
/// </summary>
internal static class NormalDraws
{
    private const double Half = 0.5;

    /// <summary>Fills with independent normal numbers. Allocates nothing.</summary>
    /// <param name="rng">Where the words come from; two numbers take two words.</param>
    /// <param name="standardDeviation">Of the numbers.</param>
    /// <param name="width">Register width; the numbers do not depend on it.</param>
    /// <param name="values">Any length; overwritten.</param>
    public static void Fill<T>(Rng rng, double standardDeviation, LaneWidth width, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int block = 128;
        Span<T> radius = stackalloc T[block], turn = stackalloc T[block], sine = stackalloc T[block];
        for (int start = 0; start < values.Length; start += 2 * block)
        {
            int count = Math.Min(2 * block, values.Length - start), pairs = (count + 1) / 2;
            Span<T> r = radius[..pairs], x = turn[..pairs], s = sine[..pairs];
            for (int i = 0; i < pairs; i++)
            {
                r[i] = T.CreateTruncating(((rng.NextUInt32() >> 9) + Half) * (1.0 / (1 << 23))); // exact in single precision, never 0 or 1
                x[i] = T.CreateTruncating((rng.NextUInt32() >> 8) * (1.0 / (1 << 24)) - Half);
            }
            Elementwise.Map(width, default(ElementaryFunctions<T>.Log), r, r);
            TensorPrimitives.Multiply(r, T.CreateTruncating(-2), r);
            TensorPrimitives.Sqrt(r, r);
            TensorPrimitives.Multiply(r, T.CreateTruncating(standardDeviation), r);
            Elementwise.Map(width, default(TurnSine<T>), x, s);
            Elementwise.Map(width, default(TurnCosine<T>), x, x);
            TensorPrimitives.Multiply(r, x, values.Slice(start, pairs));
            TensorPrimitives.Multiply(r[..(count - pairs)], s[..(count - pairs)], values.Slice(start + pairs, count - pairs));
        }
    }

    /// <summary>cos 2πx for |x| ≤ ½, by 1 - 2 sin² πx.</summary>
    private readonly struct TurnCosine<T> : ILaneFunction<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T>
        {
            TLanes sine = HalfTurns<TLanes, T>.Sine(x);
            return TLanes.MultiplyAdd(TLanes.Broadcast(T.CreateTruncating(-2)) * sine, sine, TLanes.Broadcast(T.One));
        }
    }

    /// <summary>sin 2πx for |x| ≤ ½, by 2 sin πx · cos πx.</summary>
    private readonly struct TurnSine<T> : ILaneFunction<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TLanes Apply<TLanes>(TLanes x, TLanes y) where TLanes : unmanaged, ILanes<TLanes, T> =>
            TLanes.Broadcast(T.CreateTruncating(2)) * HalfTurns<TLanes, T>.Sine(x) * HalfTurns<TLanes, T>.Cosine(x);
    }

    /// <summary>sin and cos of πx for |x| ≤ ½ by Taylor's series: the first term left out is under 1e-17.</summary>
    private static class HalfTurns<TLanes, T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Sine(TLanes x)
        {
            TLanes t = x * Constant(Math.PI);
            return t * Series(t * t, 1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TLanes Cosine(TLanes x)
        {
            TLanes t = x * Constant(Math.PI);
            return Series(t * t, 0);
        }

        /// <summary>Σ (-square)^k · first!/(2k + first)!, by Horner's rule.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Series(TLanes square, int first)
        {
            TLanes sum = Constant(1);
            for (int k = 11; k >= 1; k--)
                sum = TLanes.MultiplyAdd(square * sum, Constant(-1.0 / ((2 * k + first) * (2 * k + first - 1))), Constant(1));
            return sum;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static TLanes Constant(double value) => TLanes.Broadcast(T.CreateTruncating(value));
    }
}
