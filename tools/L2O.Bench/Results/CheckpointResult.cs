namespace L2O.Bench.Results;

/// <summary>What storing a meta-training's state takes.</summary>
/// <param name="Milliseconds">Wall-clock time of a checkpoint: gathering the state, checksum, writing, flushing to the disk,
/// renaming.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="IntervalSeconds">Time from one to the next where the user says nothing.</param>
internal sealed record CheckpointResult(Timing Milliseconds, long Bytes, double IntervalSeconds)
{
    /// <summary>Part of the run's time that goes to checkpoints; median.</summary>
    public double Share => Milliseconds.Median / 1000 / IntervalSeconds;
}
