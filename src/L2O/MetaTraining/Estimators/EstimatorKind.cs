namespace L2O.MetaTraining.Estimators;

/// <summary>How the gradient of phi is estimated.</summary>
public enum EstimatorKind
{
    /// <summary>
    /// Back-propagation through each truncation. Needs an architecture with a backward pass; biased, since what comes after a truncation is
    /// left out.
    /// </summary>
    TruncatedBptt,

    /// <summary>Antithetic evolution strategies over each truncation; a perturbation lives for one truncation. Biased likewise.</summary>
    TruncatedEs,

    /// <summary>Antithetic evolution strategies over whole runs: no bias from truncation, one meta-step a run.</summary>
    FullEs,

    /// <summary>
    /// Persistent evolution strategies (Vicol, Metz, Sohl-Dickstein 2021): a difference of losses is credited to all perturbations since
    /// the run began.
    /// </summary>
    Pes,

    /// <summary>
    /// Noise-reuse evolution strategies (Li, Harrison, Sohl-Dickstein, Smith, Metz 2023; also ES-Single, Vicol 2023): one perturbation for
    /// the whole run. Less variance than PES where losses are correlated over time.
    /// </summary>
    Nres,
}
