using System.Numerics;

namespace L2O.Dynamics;

/// <summary>Stiffness index of a tensor: its relative rate of change, ‖(x_t1 - x_t0)/Δt‖ / (‖x_t0‖ + 1e-8). For parameters and for gradients.</summary>
public static class StiffnessIndex
{
    private const double NormFloor = 1e-8; // the study's; a tensor that starts at zero gets a finite index

    /// <summary>The index of one tensor, or of a whole flat vector.</summary>
    /// <param name="before">Values at t0.</param>
    /// <param name="after">Values at t1, as many.</param>
    /// <param name="timeDelta">Δt = t1 - t0 in iterations, above 0.</param>
    /// <returns>Relative change an iteration, at least 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above 0.</exception>
    public static double Compute<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, double timeDelta) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (before.Length != after.Length)
            throw new ArgumentException($"{before.Length} values before and {after.Length} after; expected as many");
        if (!(double.IsFinite(timeDelta) && timeDelta > 0))
            throw new ArgumentOutOfRangeException(nameof(timeDelta), FormattableString.Invariant($"timeDelta is {timeDelta}; expected a finite number above 0"));
        double change = 0, size = 0;
        for (int i = 0; i < before.Length; i++)
        {
            double start = double.CreateChecked(before[i]), difference = double.CreateChecked(after[i]) - start;
            change += difference * difference;
            size += start * start;
        }
        return Math.Sqrt(change) / timeDelta / (Math.Sqrt(size) + NormFloor);
    }
}
