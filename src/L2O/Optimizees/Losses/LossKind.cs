namespace L2O.Optimizees.Losses;

/// <summary>The losses that have a name.</summary>
public enum LossKind
{
    /// <summary>Cross-entropy behind a softmax, see <see cref="SoftmaxCrossEntropy{T}"/>; needs classes.</summary>
    Softmax,

    /// <summary>Mean squared error, see <see cref="MeanSquaredError{T}"/>.</summary>
    Mse,

    /// <summary>Binary cross-entropy of logits, see <see cref="BinaryCrossEntropy{T}"/>.</summary>
    Bce,
}
