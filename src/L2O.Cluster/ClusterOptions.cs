using L2O.Runs;

namespace L2O.Cluster;

/// <summary>How a worker waits and whom it tells; nothing of this changes the result.</summary>
internal sealed record ClusterOptions
{
    /// <summary>How often all store a checkpoint; worker 0's counts.</summary>
    public CheckpointInterval Checkpoints { get; init; } = CheckpointInterval.Default;

    /// <summary>The longest wait for others.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Worker 0's port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Told whom the worker waits for; may be null.</summary>
    public Action<string>? Note { get; init; }

    /// <summary>Wraps each connection's bytes, to count or disturb them; null leaves them alone.</summary>
    public Func<Stream, Stream>? Wire { get; init; }
}
