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
    /// A third of each of the three, added up with their signs, whether the network has the symmetry or not, as the study does it.
    /// </summary>
    All,

    /// <summary>No symmetry: the updates' norms, tensor by tensor.</summary>
    Norm,
}
