using System.Numerics;

namespace L2O.Dynamics.TailIndices;

/// <summary>
/// Tail index by Hill's estimator (1975): beyond a high threshold u, magnitudes of heavy tails follow a Pareto law, whose exponent is the
/// number of exceedances over Σ log(|x|/u). It looks at the tail alone and needs no stable law; near α = 2 the tails of a stable law are
/// Pareto only far beyond any threshold that is met in practice, and the estimate is too large (docs/tail-index.md has the numbers).
/// </summary>
internal static class HillTailIndex
{
    /// <summary>The share of the samples that count as the tail unless one says otherwise.</summary>
    public const double DefaultShare = 0.01;

    /// <summary>α from the largest magnitudes; the threshold is the largest magnitude that does not count.</summary>
    /// <param name="samples">Centered samples.</param>
    /// <param name="share">The share of them that counts as the tail, more than 0 and less than 1.</param>
    /// <returns>NaN if the threshold is 0, or all magnitudes of the tail equal it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is out of range.</exception>
    /// <exception cref="ArgumentException">There are too few samples for a tail, or one is not finite.</exception>
    public static double Estimate<T>(ReadOnlySpan<T> samples, double share = DefaultShare) where T
        : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(nameof(share),
                FormattableString.Invariant($"share is {share}; expected more than 0 and less than 1"));
        int tail = (int)(share * samples.Length);
        if (tail < 1)
            throw new ArgumentException(
                FormattableString.Invariant(
                $"{samples.Length} samples; expected at least {Math.Ceiling(1 / share)} for a tail of {share}"), nameof(samples));
        TailSamples.RequireFinite(samples);
        double[] magnitudes = new double[samples.Length];
        for (int i = 0; i < samples.Length; i++)
            magnitudes[i] = double.CreateChecked(T.Abs(samples[i]));
        Array.Sort(magnitudes);
        double threshold = magnitudes[^(tail + 1)], logs = 0;
        if (threshold == 0)
            return double.NaN;
        foreach (double magnitude in magnitudes.AsSpan(^tail..))
            logs += Math.Log(magnitude / threshold);
        return OfTail(tail, logs);
    }

    /// <summary>α from the number of magnitudes in the tail and the sum of their logarithms over the threshold; NaN if that is 0.</summary>
    internal static double OfTail(double count, double logs) => logs > 0 ? count / logs : double.NaN;
}
