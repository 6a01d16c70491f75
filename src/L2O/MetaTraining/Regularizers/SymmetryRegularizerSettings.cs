namespace L2O.MetaTraining.Regularizers;

/// <summary>Regularization against symmetry breaking (docs/mathematics.md section 5).</summary>
public sealed record SymmetryRegularizerSettings
{
    /// <summary>Settings of a regularizer.</summary>
    /// <param name="kind">What is charged for.</param>
    /// <param name="beta">β: weight of the deviation in the meta-loss; below zero it is rewarded. Not 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">β is zero or no number.</exception>
    public SymmetryRegularizerSettings(RegularizerKind kind = RegularizerKind.Rescale, double beta = 0.1)
    {
        if (beta == 0 || !double.IsFinite(beta))
            throw new ArgumentOutOfRangeException(nameof(beta),
                $"beta is {beta}; expected a number other than 0 (for none, leave the regularizer out)");
        (Kind, Beta) = (kind, beta);
    }

    /// <summary>What is charged for.</summary>
    public RegularizerKind Kind { get; }

    /// <summary>β: weight of the deviation in the meta-loss; below zero it is rewarded.</summary>
    public double Beta { get; }
}
