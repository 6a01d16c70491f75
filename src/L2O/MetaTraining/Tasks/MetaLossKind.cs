namespace L2O.MetaTraining.Tasks;

/// <summary>How the losses of an inner run enter the meta-loss. C classes; where there are none, the run's first loss stands for ln
/// C.</summary>
public enum MetaLossKind
{
    /// <summary>As they are.</summary>
    Raw,

    /// <summary>Their logarithms; with back-propagation the logarithm of a truncation's sum, as in the study.</summary>
    Log,

    /// <summary>Clipped to 0 to 1.5 ln C; NaN counts as the bound.</summary>
    Clipped,

    /// <summary>Clipped to 0 to ln 2C, less ln(C/5), times 10/ln C; NaN counts as ln 2C.</summary>
    Scaled,
}
