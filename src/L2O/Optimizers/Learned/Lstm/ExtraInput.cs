namespace L2O.Optimizers.Learned.Lstm;

/// <summary>
/// What a learned optimizer may read of a coordinate besides its gradient (docs/mathematics.md section 6). All are constants to the
/// meta-gradient.
/// </summary>
public enum ExtraInput
{
    /// <summary>A number that the caller writes before each step; not to be had in meta-training.</summary>
    Supplied,

    /// <summary>The parameter's value.</summary>
    ParameterValue,

    /// <summary>
    /// Stiffness index of the coordinate's tensor over the last step, ‖θ_t - θ_t-1‖ / (‖θ_t-1‖ + 1e-8); 0 at the first step.
    /// </summary>
    Stiffness,

    /// <summary>Decimal logarithm of <see cref="Stiffness"/>, at least -8; 0 at the first step.</summary>
    Log10Stiffness,

    /// <summary>(t - 1)/(T + 1) at iteration t, T being the optimizer's time horizon.</summary>
    Time,

    /// <summary>exp(-t/T).</summary>
    TimeDecay,

    /// <summary>exp(-2t/T).</summary>
    FastTimeDecay,
}
