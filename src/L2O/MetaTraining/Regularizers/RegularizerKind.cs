namespace L2O.MetaTraining.Regularizers;

/// <summary>Which deviation of the updates a meta-loss charges for (docs/mathematics.md sections 5 and 8).</summary>
public enum RegularizerKind
{
    /// <summary>From the rescale symmetry of ReLU, leaky ReLU and linear units.</summary>
    Rescale,

    /// <summary>From the scale symmetry of weights in front of a batch norm.</summary>
    Scale,

    /// <summary>From the translation symmetry of weights in front of a softmax.</summary>
    Translation,

    /// <summary>
    /// A third of all three in one absolute value, whether the network has the symmetry or not, as the study does it: rescale and scale
    /// with their signs, the translation's two parts as absolute values.
    /// </summary>
    All,

    /// <summary>No symmetry: the updates' norms, tensor by tensor.</summary>
    Norm,
}
