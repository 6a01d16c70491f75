namespace L2O.MetaTraining.Tasks;

/// <summary>What has a scale of its own where parameters are rescaled.</summary>
public enum ScaleKind
{
    /// <summary>All parameters together.</summary>
    Global,

    /// <summary>Each tensor.</summary>
    Tensor,

    /// <summary>Each parameter.</summary>
    Parameter,
}
