using L2O.Data;
using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
using Microsoft.Extensions.Logging;

namespace L2O.Runs;

/// <summary>How a <see cref="MetaTrainingFolder"/> runs and whom it tells; nothing of this changes the result.</summary>
internal sealed record MetaTrainingRunOptions
{
    /// <summary>How often to store a checkpoint within an epoch.</summary>
    public CheckpointInterval Checkpoints { get; init; } = CheckpointInterval.Default;

    /// <summary>Name of data that the description does not know; null for those that it names.</summary>
    public string? DataName { get; init; }

    /// <summary>Whether these are of one's own, given in C#, rather than a part of what the description names.</summary>
    public bool HasOwnData { get; init; }

    /// <summary>The data sets of a particle training by name; null where the experiment describes none.</summary>
    public IReadOnlyDictionary<string, IDataset>? Sources { get; init; }

    /// <summary>The other processes of the meta-training; null where it has one.</summary>
    public IShareExchange? Exchange { get; init; }

    /// <summary>Told after each unroll; may be null.</summary>
    public IProgress<MetaTrainingProgress>? Progress { get; init; }

    /// <summary>Called after each epoch is on disk; may be null.</summary>
    public Action<EpochMetrics>? EpochDone { get; init; }

    /// <summary>Called after each checkpoint is on disk with the epochs done and the place in the next; may be null.</summary>
    public Action<int, MetaTrainingCursor>? Checkpointed { get; init; }

    /// <summary>Called with what went wrong and could be borne: a damaged checkpoint, a divergence; may be null.</summary>
    public Action<string>? Warned { get; init; }

    /// <summary>Gets what the folder's own log gets, and debug messages; may be null.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>
    /// Longest time from a cancellation to the end of <see cref="MetaTrainingFolder.Run"/>: a meta-step under way is finished and stored
    /// within it, or given up.
    /// </summary>
    public TimeSpan CancellationGrace { get; init; } = TimeSpan.FromMilliseconds(250);
}
