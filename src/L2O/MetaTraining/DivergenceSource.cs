namespace L2O.MetaTraining;

/// <summary>Which quantity became NaN or infinite.</summary>
internal enum DivergenceSource
{
    /// <summary>The optimizee's loss.</summary>
    Loss,

    /// <summary>The optimizee's gradient.</summary>
    Gradient,

    /// <summary>The learned optimizer's update.</summary>
    Update,

    /// <summary>The gradient of the meta-loss with respect to phi.</summary>
    MetaGradient,

    /// <summary>Phi after a meta-step.</summary>
    Phi,
}
