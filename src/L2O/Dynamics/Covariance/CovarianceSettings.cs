namespace L2O.Dynamics.Covariance;

/// <summary>How covariances at a snapshot are measured.</summary>
internal sealed record CovarianceSettings
{
    /// <summary>Settings; the study's unless one says otherwise.</summary>
    /// <param name="samples">Single samples of the trace, at least 2; null for a fifth of the training data.</param>
    /// <param name="batchShare">Share of the mini-batches that the eigenvalues come from, more than 0 and at most 1.</param>
    /// <param name="eigenvalues">How many of the largest, positive.</param>
    /// <param name="traces">Whether the traces are measured too, for which each of the single samples is gone through.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public CovarianceSettings(int? samples = null, double batchShare = 0.2, int eigenvalues = 5, bool traces = true)
    {
        if (samples is < 2)
            throw new ArgumentOutOfRangeException(nameof(samples), $"samples is {samples}; expected at least 2");
        if (!(batchShare > 0 && batchShare <= 1))
            throw new ArgumentOutOfRangeException(nameof(batchShare),
                FormattableString.Invariant($"batchShare is {batchShare}; expected more than 0 and at most 1"));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eigenvalues);
        (Samples, BatchShare, Eigenvalues, Traces) = (samples, batchShare, eigenvalues, traces);
    }

    /// <summary>Single samples; null for a fifth of the training data.</summary>
    public int? Samples { get; }

    /// <summary>Share of the mini-batches.</summary>
    public double BatchShare { get; }

    /// <summary>Number of eigenvalues.</summary>
    public int Eigenvalues { get; }

    /// <summary>Whether the traces are measured too.</summary>
    public bool Traces { get; }
}
