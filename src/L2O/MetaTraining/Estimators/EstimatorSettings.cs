namespace L2O.MetaTraining.Estimators;

/// <summary>An estimator of the gradient of phi, and how many inner runs it watches side by side.</summary>
public sealed record EstimatorSettings
{
    /// <summary>Settings of an estimator.</summary>
    /// <param name="kind">Which one.</param>
    /// <param name="particles">N, 1 to 65,536: inner runs side by side; with evolution strategies antithetic pairs of runs.</param>
    /// <param name="sigma">Standard deviation of the perturbations of phi; positive. Back-propagation has none.</param>
    /// <param name="truncation">K, steps of each inner run between meta-steps, 1 or more; whole runs with <see
    /// cref="EstimatorKind.FullEs"/>.
    /// </param>
    /// <param name="aggregate">Which losses of a run count, for whole runs.</param>
    /// <param name="lockstep">Whether all particles begin their first runs at the start; else each begins as if a random part were
    /// over.</param>
    /// <param name="dividesByCounted">Whether sums over a truncation are divided by its steps without those that begin a run, as in the
    /// source, instead of by K; a small bias.</param>
    /// <param name="differenceBound">Largest magnitude of a difference of losses; null for any.</param>
    /// <param name="differenceSign">What every difference of losses becomes, with its sign; null leaves it as it is. VeLO has 1.</param>
    /// <exception cref="ArgumentException">A value is out of its range, or does not go with the kind.</exception>
    public EstimatorSettings(
        EstimatorKind kind = EstimatorKind.Pes, int particles = 16, double sigma = 0.01, int truncation = 50,
        LossAggregate aggregate = LossAggregate.Mean, bool lockstep = false, bool dividesByCounted = false, double? differenceBound = null,
        double? differenceSign = null)
    {
        if (particles is < 1 or > 65_536)
            throw new ArgumentOutOfRangeException(nameof(particles), $"particles is {particles}; expected 1 to 65536");
        if (truncation < 1)
            throw new ArgumentOutOfRangeException(nameof(truncation), $"truncation is {truncation}; expected 1 step or more");
        if (aggregate != LossAggregate.Mean && kind != EstimatorKind.FullEs)
            throw new ArgumentException(
                $"aggregate is {aggregate} and kind {kind}; expected Mean, or the kind FullEs, which sees whole runs");
        Sigma = Positive(sigma, nameof(sigma))!.Value;
        (DifferenceBound, DifferenceSign) = (Positive(differenceBound, nameof(differenceBound)), Positive(differenceSign,
            nameof(differenceSign)));
        if (kind == EstimatorKind.TruncatedBptt && (differenceBound ?? differenceSign) is not null)
            throw new ArgumentException("differenceBound or differenceSign is given; expected neither with back-propagation");
        (Kind, Particles, Truncation, Aggregate) = (kind, particles, truncation, aggregate);
        (Lockstep, DividesByCounted) = (lockstep, dividesByCounted);
    }

    /// <summary>Which one.</summary>
    public EstimatorKind Kind { get; }

    /// <summary>N, inner runs side by side.</summary>
    public int Particles { get; }

    /// <summary>Standard deviation of the perturbations of phi.</summary>
    public double Sigma { get; }

    /// <summary>K, steps between meta-steps.</summary>
    public int Truncation { get; }

    /// <summary>Which losses of a whole run count.</summary>
    public LossAggregate Aggregate { get; }

    /// <summary>Whether all particles begin together.</summary>
    public bool Lockstep { get; }

    /// <summary>Whether sums are divided by the steps that count instead of by K.</summary>
    public bool DividesByCounted { get; }

    /// <summary>Largest magnitude of a difference of losses.</summary>
    public double? DifferenceBound { get; }

    /// <summary>What every difference becomes, with its sign.</summary>
    public double? DifferenceSign { get; }

    private static double? Positive(double? value, string name) => value is null || (value > 0 && double.IsFinite(value.Value)) ? value
        : throw new ArgumentOutOfRangeException(name, $"{name} is {value}; expected a positive number");
}
