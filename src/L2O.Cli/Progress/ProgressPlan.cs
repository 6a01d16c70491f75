namespace L2O.Cli.Progress;

/// <summary>What a piece of long work is called and how much of it there is.</summary>
/// <param name="Task">E.g. <c>meta-training</c>.</param>
/// <param name="Unit">What is counted, in the plural, e.g. <c>iterations</c>.</param>
/// <param name="Total">How many there are in all.</param>
/// <param name="AlreadyDone">How many an earlier run did, which must not count as this one's speed.</param>
internal sealed record ProgressPlan(string Task, string Unit, long Total, long AlreadyDone = 0);
