namespace L2O.Optimizees.Losses;

/// <summary>Properties of a loss that others build on.</summary>
[Flags]
public enum LossTraits
{
    /// <summary>None of these.</summary>
    None = 0,

    /// <summary>
    /// The same number added to all outputs of a sample changes nothing, as with a softmax: the network has a translation symmetry.
    /// </summary>
    ShiftInvariant = 1,

    /// <summary>Outputs are estimates of the target values, in their units, so that R² says how good they are.</summary>
    OutputsAreEstimates = 2,
}
