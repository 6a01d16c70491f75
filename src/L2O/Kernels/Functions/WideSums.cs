using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace L2O.Kernels.Functions;

/// <summary>
/// Sums over long vectors in double precision. Eight partial sums take turns, on every machine alike, and are added in their order at the
/// end: as fast as vector registers, and the same bits with and without them.
/// </summary>
internal static class WideSums
{
    private const int Partials = 8;

    private interface ITerm
    {
        static abstract double Of(double x, double y);

        static abstract Vector256<double> Of(Vector256<double> x, Vector256<double> y);
    }

    /// <summary>Σ x.</summary>
    public static double Sum(ReadOnlySpan<float> x) => Reduce<First>(x, x);

    /// <summary>Σ |x|.</summary>
    public static double Absolutes(ReadOnlySpan<float> x) => Reduce<Absolute>(x, x);

    /// <summary>Σ x².</summary>
    public static double Squares(ReadOnlySpan<float> x) => Reduce<Product>(x, x);

    /// <summary>Σ x·y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double InnerProduct(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce<Product>(x, y);

    /// <summary>Σ (x - y)².</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double SquaredDistance(ReadOnlySpan<float> x, ReadOnlySpan<float> y) => Reduce<SquaredDifference>(x, y);

    /// <summary>The reference of <see cref="Reduce"/>, for machines without such registers and for tests.</summary>
    internal static double InnerProductByScalars(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        Span<double> partials = stackalloc double[Partials];
        partials.Clear();
        return Finish<Product>(x, y, 0, partials);
    }

    private static double Reduce<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y) where TTerm : struct, ITerm
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"{x.Length} values and {y.Length}; expected as many");
        Span<double> partials = stackalloc double[Partials];
        partials.Clear();
        int i = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            ref float firstX = ref MemoryMarshal.GetReference(x), firstY = ref MemoryMarshal.GetReference(y);
            Vector256<double> low = default, high = default;
            for (; i <= x.Length - Partials; i += Partials)
            {
                (Vector256<double> lowX, Vector256<double> highX) = Vector256.Widen(Vector256.LoadUnsafe(ref firstX, (nuint)i));
                (Vector256<double> lowY, Vector256<double> highY) = Vector256.Widen(Vector256.LoadUnsafe(ref firstY, (nuint)i));
                low += TTerm.Of(lowX, lowY);
                high += TTerm.Of(highX, highY);
            }
            low.CopyTo(partials);
            high.CopyTo(partials[(Partials / 2)..]);
        }
        return Finish<TTerm>(x, y, i, partials);
    }

    /// <summary>Adds what is left from <paramref name="start"/>, a multiple of the number of partial sums, and then these.</summary>
    private static double Finish<TTerm>(ReadOnlySpan<float> x, ReadOnlySpan<float> y, int start, Span<double> partials)
        where TTerm : struct, ITerm
    {
        for (int i = start; i < x.Length; i++)
            partials[i % Partials] += TTerm.Of(x[i], y[i]);
        double sum = 0;
        foreach (double partial in partials)
            sum += partial;
        return sum;
    }

    private readonly struct First : ITerm
    {
        public static double Of(double x, double y) => x;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x;
    }

    private readonly struct Absolute : ITerm
    {
        public static double Of(double x, double y) => Math.Abs(x);

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => Vector256.Abs(x);
    }

    private readonly struct Product : ITerm
    {
        public static double Of(double x, double y) => x * y;

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => x * y;
    }

    private readonly struct SquaredDifference : ITerm
    {
        public static double Of(double x, double y) => (x - y) * (x - y);

        public static Vector256<double> Of(Vector256<double> x, Vector256<double> y) => (x - y) * (x - y);
    }
}
