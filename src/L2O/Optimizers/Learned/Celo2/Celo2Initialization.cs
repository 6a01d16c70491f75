namespace L2O.Optimizers.Learned.Celo2;

/// <summary>What a fresh phi of a <see cref="Celo2"/> is.</summary>
public enum Celo2Initialization
{
    /// <summary>Weights from truncated normal distributions, biases 0: the published start.</summary>
    Random,

    /// <summary>
    /// A sane rule with a little noise: the output is the gradient's running mean over its root mean square, or the running mean alone
    /// where the output is made orthogonal.
    /// </summary>
    Rule,
}
