namespace L2O.Optimizers.Learned.Celo2;

/// <summary>What a tensor of more than two dimensions is to a <see cref="Celo2"/>.</summary>
public enum Celo2Convolutions
{
    /// <summary>One matrix: the first dimension by all others, of a convolution (out, in·height·width).</summary>
    Matrix,

    /// <summary>
    /// Slices over the last two dimensions, each normalized and made orthogonal by itself; mean squares are factored over the two longest
    /// dimensions. The published form.
    /// </summary>
    Slices,
}
