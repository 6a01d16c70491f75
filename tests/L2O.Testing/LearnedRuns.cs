using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;

namespace L2O.Testing;

/// <summary>Learned optimizers and gradients for tests.</summary>
internal static class LearnedRuns
{
    /// <summary>A fresh phi, times a factor, bound.</summary>
    public static CoordinateLstmOptimizer<T> Draw<T>(CoordinateLstm settings, Compute compute, double scale, out T[] phi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        (CoordinateLstmOptimizer<T>)Draw((ILearnedOptimizer)settings, compute, scale, out phi);

    /// <summary>A fresh phi of any architecture, times a factor, bound.</summary>
    public static LearnedOptimizer<T> Draw<T>(ILearnedOptimizer settings, Compute compute, double scale, out T[] phi)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(settings);
        phi = new T[settings.PhiLayout().Count];
        settings.InitializePhi<T>(phi, new Rng(2023));
        for (int i = 0; i < phi.Length; i++)
            phi[i] *= T.CreateChecked(scale);
        return settings.Bind<T>(phi, compute);
    }

    /// <summary>That many inputs which a test supplies.</summary>
    public static ImmutableArray<ExtraInput> Supplied(int count) => [.. Enumerable.Repeat(ExtraInput.Supplied, count)];

    /// <summary>(n): sizes from <paramref name="scale"/> down to 1e-8 of it, both signs, some zeros; another one for each step.</summary>
    public static T[] Gradient<T>(int n, int step, double scale) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Rng rng = new Rng(77).Split("gradient", (ulong)step);
        T[] gradient = new T[n];
        for (int i = 0; i < n; i++)
            gradient[i] = rng.NextInt(20) == 0 ? T.Zero
                : T.CreateChecked(scale * Math.Pow(10, rng.NextUniform(-8, 0)) * (rng.NextInt(2) == 0 ? 1 : -1));
        return gradient;
    }

    /// <summary>The same numbers in double precision.</summary>
    public static double[] Widen<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
            wide[i] = double.CreateChecked(values[i]);
        return wide;
    }
}
