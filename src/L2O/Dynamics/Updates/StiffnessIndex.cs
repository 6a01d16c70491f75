using System.Numerics;
using L2O.Numerics;

namespace L2O.Dynamics.Updates;

/// <summary>
/// Stiffness index of a tensor: its relative rate of change, ‖(x_t1 - x_t0)/Δt‖ / (‖x_t0‖ + 1e-8). For parameters and for gradients.
/// </summary>
internal static class StiffnessIndex
{
    /// <summary>The index of one tensor, or of a whole flat vector.</summary>
    /// <param name="before">Values at t0.</param>
    /// <param name="after">Values at t1, as many.</param>
    /// <param name="timeDelta">Δt = t1 - t0 in iterations, above 0.</param>
    /// <returns>Relative change an iteration, at least 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The time is not above 0.</exception>
    public static double Compute<T>(ReadOnlySpan<T> before, ReadOnlySpan<T> after, double timeDelta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(double.IsFinite(timeDelta) && timeDelta > 0))
            throw new ArgumentOutOfRangeException(nameof(timeDelta),
                FormattableString.Invariant($"timeDelta is {timeDelta}; expected a finite number above 0"));
        return RelativeChange.Compute(before, after) / timeDelta;
    }
}
