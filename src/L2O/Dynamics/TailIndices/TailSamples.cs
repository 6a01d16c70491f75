using System.Numerics;

namespace L2O.Dynamics.TailIndices;

/// <summary>What all estimators of a tail index require of their samples.</summary>
internal static class TailSamples
{
    /// <summary>Refuses samples that are not finite: dropped silently they would make tails look lighter.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    public static void RequireFinite<T>(ReadOnlySpan<T> samples) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int i = 0; i < samples.Length; i++)
            if (!T.IsFinite(samples[i]))
                throw new ArgumentException(FormattableString.Invariant($"sample {i} is {samples[i]}; expected finite numbers"),
                    nameof(samples));
    }
}
