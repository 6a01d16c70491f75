using System.Numerics;

namespace L2O.Numerics;

/// <summary>Sums in double precision, in the vectors' order: for sums most of whose terms cancel.</summary>
internal static class DoubleSums
{
    /// <summary>Σ values.</summary>
    public static double Sum<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double sum = 0;
        foreach (T value in values)
            sum += double.CreateChecked(value);
        return sum;
    }

    /// <summary>Σ left·right.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double InnerProduct<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (left.Length != right.Length)
            throw new ArgumentException($"{left.Length} values and {right.Length}; expected as many");
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
            sum += double.CreateChecked(left[i]) * double.CreateChecked(right[i]);
        return sum;
    }
}
