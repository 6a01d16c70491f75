namespace L2O.Optimizees.Symmetry;

/// <summary>Changes of theta that leave the loss as it is (docs/mathematics.md section 8).</summary>
public enum SymmetryKind
{
    /// <summary>Weights in front of homogeneous units times k, those behind them divided by k.</summary>
    Rescale,

    /// <summary>Weights in front of a normalization times k.</summary>
    Scale,

    /// <summary>One vector added to all rows of the weights in front of a softmax, one number to all its biases.</summary>
    Translation,
}
