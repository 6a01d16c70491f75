using System.Numerics;

namespace L2O.Numerics;

/// <summary>How much a vector has changed, against its own size.</summary>
internal static class RelativeChange
{
    private const double NormFloor = 1e-8; // the study's: a tensor that starts at zero gets a finite change

    /// <summary>‖after - before‖₂ / (‖before‖₂ + 1e-8), summed in double in the vectors' order.</summary>
    /// <param name="before">Values at first.</param>
    /// <param name="after">Values later, as many.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Compute<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (before.Length != after.Length)
            throw new ArgumentException($"{before.Length} values before and {after.Length} after; expected as many");
        double change = 0, size = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double start = double.CreateChecked(before[i]), difference = double.CreateChecked(after[i]) - start;
            change += difference * difference;
            size += start * start;
        }
        return Math.Sqrt(change) / (Math.Sqrt(size) + NormFloor);
    }
}
