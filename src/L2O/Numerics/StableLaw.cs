namespace L2O.Numerics;

/// <summary>
/// An α-stable law with scale 1 and location 0 (Nolan's parametrization 1): sums of m samples that follow it are distributed like m^(1/α)
/// times one of them. α = 2 is the normal law of variance 2, α = 1 without skewness Cauchy's.
/// </summary>
internal sealed record StableLaw
{
    /// <summary>A law.</summary>
    /// <param name="alpha">α in (0, 2].</param>
    /// <param name="beta">Skewness in -1..1; 0 is symmetric.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public StableLaw(double alpha, double beta = 0)
    {
        if (!(alpha > 0 && alpha <= 2))
            throw new ArgumentOutOfRangeException(nameof(alpha),
                FormattableString.Invariant($"alpha is {alpha}; expected more than 0 and at most 2"));
        if (!(beta >= -1 && beta <= 1))
            throw new ArgumentOutOfRangeException(nameof(beta), FormattableString.Invariant($"beta is {beta}; expected -1 to 1"));
        (Alpha, Beta) = (alpha, beta);
    }

    /// <summary>α.</summary>
    public double Alpha { get; }

    /// <summary>Skewness.</summary>
    public double Beta { get; }

    /// <summary>
    /// Draws one sample; takes four words of the stream (Chambers, Mallows and Stuck 1976; formulas as corrected by Weron 1996).
    /// </summary>
    /// <param name="rng">Source of the random numbers.</param>
    public double Next(Rng rng)
    {
        ArgumentNullException.ThrowIfNull(rng);
        double angle = Math.PI * (rng.NextDouble() - 0.5), weight = -Math.Log(1 - rng.NextDouble());
        if (Alpha == 1)
        {
            double lever = Math.PI / 2 + Beta * angle;
            return 2 / Math.PI
                * (lever * Math.Tan(angle) - (Beta == 0 ? 0 : Beta * Math.Log(Math.PI / 2 * weight * Math.Cos(angle) / lever)));
        }
        double skew = Beta * Math.Tan(Math.PI * Alpha / 2), turned = Alpha * angle + Math.Atan(skew);
        return Math.Pow(1 + skew * skew, 1 / (2 * Alpha)) * Math.Sin(turned) / Math.Pow(Math.Cos(angle), 1 / Alpha)
            * Math.Pow(Math.Cos(angle - turned) / weight, (1 - Alpha) / Alpha);
    }
}
