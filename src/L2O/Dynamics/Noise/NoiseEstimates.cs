namespace L2O.Dynamics.Noise;

/// <summary>Tail indices and size of the noise of one tensor, or of all together, with 95 % intervals.</summary>
/// <param name="Target">The tensor's name, or <see cref="Measurement.All"/>.</param>
internal sealed record NoiseEstimates(string Target)
{
    /// <summary>The study's estimator over the coordinates of all mini-batches, pooled.</summary>
    public required IntervalEstimate TailIndex { get; init; }

    /// <summary>The study's estimator over whole vectors, by their norms.</summary>
    public required IntervalEstimate VectorTailIndex { get; init; }

    /// <summary>Hill's estimator over the pooled coordinates.</summary>
    public required IntervalEstimate HillTailIndex { get; init; }

    /// <summary>McCulloch's estimator over the pooled coordinates.</summary>
    public required IntervalEstimate McCullochTailIndex { get; init; }

    /// <summary>Mean over the mini-batches of the norm of what differs from their mean.</summary>
    public required IntervalEstimate NoiseNorm { get; init; }
}
