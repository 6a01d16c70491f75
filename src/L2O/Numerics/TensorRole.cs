namespace L2O.Numerics;

/// <summary>What a tensor is to its network. Optimizers may treat roles differently.</summary>
public enum TensorRole
{
    /// <summary>A weight of two or more dimensions, of an affine layer or a convolution.</summary>
    Matrix,

    /// <summary>What is added: a bias, and any other tensor of one dimension or none that nothing more is known of.</summary>
    Bias,

    /// <summary>Weight or bias of a normalization.</summary>
    Normalization,

    /// <summary>A table of vectors, one for each symbol.</summary>
    Embedding,

    /// <summary>The weight in front of the loss.</summary>
    Head,
}
