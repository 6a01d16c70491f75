namespace L2O.Dynamics.Noise;

/// <summary>Tail indices and size of the noise of one tensor, or of all together, NaN where there is nothing to estimate.</summary>
/// <param name="Target">The tensor's name, or <see cref="Measurement.All"/>.</param>
internal sealed record NoiseEstimates(string Target)
{
    /// <summary>The study's estimator over the coordinates of all mini-batches, pooled, with its 95 % interval.</summary>
    public required IntervalEstimate TailIndex { get; init; }

    /// <summary>The study's estimator over whole vectors, by their norms.</summary>
    public required double VectorTailIndex { get; init; }

    /// <summary>Hill's estimator over the pooled coordinates.</summary>
    public required double HillTailIndex { get; init; }

    /// <summary>McCulloch's estimator over the pooled coordinates.</summary>
    public required double McCullochTailIndex { get; init; }

    /// <summary>Mean over the mini-batches of the norm of what differs from their mean, with its 95 % interval.</summary>
    public required IntervalEstimate NoiseNorm { get; init; }
}
