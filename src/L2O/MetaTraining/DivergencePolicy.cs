namespace L2O.MetaTraining;

/// <summary>What a meta-training does when a number becomes NaN or infinite. Each time is counted in the metrics.</summary>
public enum DivergencePolicy
{
    /// <summary>
    /// Leave out the meta-step whose gradient, or whose new phi, is not finite, and go on with the run. Where the run's own
    /// loss, gradient or update is not finite, theta is lost: the run ends and the next one begins.
    /// </summary>
    SkipMetaStep,

    /// <summary>End the inner run, whatever diverged, and begin the next one.</summary>
    StopRun,

    /// <summary>End the meta-training with a <see cref="DivergenceException"/>.</summary>
    Abort,
}
