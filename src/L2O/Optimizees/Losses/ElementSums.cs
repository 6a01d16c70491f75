using System.Numerics;
using System.Runtime.InteropServices;
using L2O.Kernels.Functions;

namespace L2O.Optimizees.Losses;

/// <summary>Sums in double precision of vectors of either type, the same bits for any register width.</summary>
internal static class ElementSums
{
    /// <summary>Σ x.</summary>
    public static double Sum<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            return WideSums.Sum(MemoryMarshal.Cast<T, float>(x));
        double sum = 0;
        foreach (T value in x)
            sum += double.CreateChecked(value);
        return sum;
    }

    /// <summary>Σ x².</summary>
    public static double Squares<T>(ReadOnlySpan<T> x) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            return WideSums.Squares(MemoryMarshal.Cast<T, float>(x));
        double sum = 0;
        foreach (T value in x)
            sum += double.CreateChecked(value) * double.CreateChecked(value);
        return sum;
    }
}
