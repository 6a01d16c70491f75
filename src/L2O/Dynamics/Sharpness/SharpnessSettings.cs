namespace L2O.Dynamics.Sharpness;

/// <summary>How sharpness at a snapshot is measured.</summary>
internal sealed record SharpnessSettings
{
    /// <summary>Settings.</summary>
    /// <param name="samples">Training samples that the loss is averaged over, rounded up to whole mini-batches, positive.</param>
    /// <param name="eigenvalues">How many of the largest, positive.</param>
    /// <param name="maxSteps">Most Hessian-vector products over all samples, positive.</param>
    /// <param name="tolerance">Residual, relative to the largest eigenvalue, at which they count as settled, positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public SharpnessSettings(int samples = 2048, int eigenvalues = 5, int maxSteps = 60, double tolerance = 1e-3)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(samples);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eigenvalues);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSteps);
        if (!(tolerance > 0))
            throw new ArgumentOutOfRangeException(nameof(tolerance),
                FormattableString.Invariant($"tolerance is {tolerance}; expected more than 0"));
        (Samples, Eigenvalues, MaxSteps, Tolerance) = (samples, eigenvalues, maxSteps, tolerance);
    }

    /// <summary>Training samples.</summary>
    public int Samples { get; }

    /// <summary>Number of eigenvalues.</summary>
    public int Eigenvalues { get; }

    /// <summary>Most products.</summary>
    public int MaxSteps { get; }

    /// <summary>Relative residual.</summary>
    public double Tolerance { get; }
}
