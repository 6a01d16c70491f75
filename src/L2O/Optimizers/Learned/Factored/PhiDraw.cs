using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.Learned.Factored;

/// <summary>Fresh weights as the published small networks have them.</summary>
internal static class PhiDraw
{
    /// <summary>Normal numbers, cut at two standard deviations.</summary>
    /// <param name="values">Overwritten.</param>
    /// <param name="sigma">Standard deviation before the cut.</param>
    /// <param name="rng">Source of randomness.</param>
    public static void Fill<T>(Span<T> values, double sigma, Rng rng) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = T.CreateChecked(sigma * TruncatedNormal(rng));
    }

    private static double TruncatedNormal(Rng rng)
    {
        double value;
        do
            value = rng.NextNormal();
        while (Math.Abs(value) > 2);
        return value;
    }
}
