using L2O.Dynamics.TailIndices;

namespace L2O.Dynamics.Noise;

/// <summary>How noise at a snapshot is measured.</summary>
internal sealed record NoiseSettings
{
    /// <summary>Settings.</summary>
    /// <param name="tailShare">Share of the pooled coordinates that Hill's estimator counts as the tail, more than 0 and less than
    /// 1.</param>
    /// <param name="resamples">Of the bootstrap intervals, at least 40.</param>
    /// <param name="groupSize">m of the study's estimator, at least 2; null for <see cref="TailIndex.GroupSize"/> of the number of
    /// samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public NoiseSettings(double tailShare = HillTailIndex.DefaultShare, int resamples = 200, int? groupSize = null)
    {
        if (groupSize is < 2)
            throw new ArgumentOutOfRangeException(nameof(groupSize), $"groupSize is {groupSize}; expected at least 2");
        if (!(tailShare > 0 && tailShare < 1))
            throw new ArgumentOutOfRangeException(nameof(tailShare),
                FormattableString.Invariant($"tailShare is {tailShare}; expected more than 0 and less than 1"));
        if (resamples < 40)
            throw new ArgumentOutOfRangeException(nameof(resamples), $"resamples is {resamples}; expected at least 40");
        (TailShare, Resamples, GroupSize) = (tailShare, resamples, groupSize);
    }

    /// <summary>Share of the tail.</summary>
    public double TailShare { get; }

    /// <summary>Resamples.</summary>
    public int Resamples { get; }

    /// <summary>m; null for the usual.</summary>
    public int? GroupSize { get; }
}
