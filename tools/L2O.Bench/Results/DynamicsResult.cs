namespace L2O.Bench.Results;

/// <summary>What one snapshot's measure takes, next to what the study's way of measuring needs.</summary>
/// <param name="Name">E.g. <c>tail index, 469 mini-batches</c>.</param>
/// <param name="Seconds">Wall-clock time of the whole measure, gradients and updates.</param>
/// <param name="TargetSeconds">The most that it should take on two idle cores.</param>
/// <param name="StudySeconds">The study's own code on two cores, from its time for one update alone.</param>
/// <param name="ProposalSeconds">Of the time, about what the learned optimizer's proposals alone take, measured in the same minute: the
/// floor under it.</param>
internal sealed record DynamicsResult(string Name, Timing Seconds, double TargetSeconds, double StudySeconds, double ProposalSeconds)
{
    /// <summary>How many times as fast as the study's way.</summary>
    public double Speedup => StudySeconds / Seconds.Median;
}
