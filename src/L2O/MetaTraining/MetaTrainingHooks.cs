namespace L2O.MetaTraining;

/// <summary>Whom a <see cref="MetaTrainer{T}"/> tells what, on its own thread; each may be left out.</summary>
internal sealed record MetaTrainingHooks
{
    /// <summary>Told after each unroll.</summary>
    public IProgress<MetaTrainingProgress>? Progress { get; init; }

    /// <summary>
    /// Called wherever <see cref="MetaTrainer{T}.Save"/> is allowed: behind each meta-step, every U iterations of a test run, between runs.
    /// What it throws ends the epoch there, and the trainer may go on later.
    /// </summary>
    public Action? Boundary { get; init; }

    /// <summary>Told of each number that is not finite, before the policy acts.</summary>
    public Action<Divergence>? Diverged { get; init; }
}
