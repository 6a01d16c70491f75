using System.Numerics;
using L2O.Kernels.Lanes;
using L2O.Kernels.Lstm;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>
/// What the learned optimizer reads of a gradient (Andrychowicz et al. 2016, appendix A; docs/mathematics.md section 3): gradients differ
/// by many orders of magnitude, their logarithms do not.
/// </summary>
internal static class GradientFeatures
{
    /// <summary>|g| ≥ e^-p → (ln(|g| + 1e-8)/p, sign g), else (-1, e^p·g). Overwrites <paramref name="features"/>.</summary>
    /// <param name="gradient">(n).</param>
    /// <param name="factor">p: gradients below e^-p count as small; above 0, at most 80.</param>
    /// <param name="features">(2, n): all first features, then all second ones.</param>
    /// <exception cref="ArgumentException">There are not two features for each coordinate.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The factor is out of its range.</exception>
    public static void Compute<T>(ReadOnlySpan<T> gradient, double factor, Span<T> features) where T
        : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(factor is > 0 and <= 80))
            throw new ArgumentOutOfRangeException(nameof(factor), $"factor is {factor}; expected above 0 and at most 80");
        if (features.Length != 2L * gradient.Length)
            throw new ArgumentException(
                $"features has {features.Length} values; expected {2L * gradient.Length}, two for each of {gradient.Length} coordinates",
                nameof(features));
        LstmFeatureRows.Compute(gradient, factor, features, LaneDispatch.Widest);
    }
}
