using L2O.MetaTesting;
using Microsoft.Extensions.Logging;

namespace L2O.Runs.Networks;

/// <summary>How a <see cref="NetworkFolder"/> runs and whom it tells; nothing of this changes the result.</summary>
internal sealed record NetworkRunOptions
{
    /// <summary>How often to store a checkpoint.</summary>
    public CheckpointInterval Checkpoints { get; init; } = CheckpointInterval.Default;

    /// <summary>Told after each step; may be null.</summary>
    public IProgress<MetaTestProgress>? Progress { get; init; }

    /// <summary>Called after each checkpoint is on disk with the steps that it has; may be null.</summary>
    public Action<int>? Checkpointed { get; init; }

    /// <summary>Called with what went wrong and could be borne; may be null.</summary>
    public Action<string>? Warned { get; init; }

    /// <summary>Gets what the folder's own log gets; may be null.</summary>
    public ILogger? Logger { get; init; }
}
