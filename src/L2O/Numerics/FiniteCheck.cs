using System.Numerics;
using System.Numerics.Tensors;

namespace L2O.Numerics;

/// <summary>Finds NaN and infinity in long vectors at the price of a sum.</summary>
internal static class FiniteCheck
{
    /// <summary>The index of the first value that is NaN or infinite; -1 if there is none.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    public static int FirstNonFinite<T>(ReadOnlySpan<T> values) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // One such value makes the sum so; large finite values may too, hence the second look.
        if (T.IsFinite(TensorPrimitives.Sum(values)))
            return -1;
        for (int i = 0; i < values.Length; i++)
            if (!T.IsFinite(values[i]))
                return i;
        return -1;
    }
}
