namespace L2O.Bench.Results;

/// <summary>What one inner iteration takes, its batch and the optimizee's gradient included.</summary>
/// <param name="Name">E.g. <c>meta-training</c> or <c>adam</c>.</param>
/// <param name="MillisecondsPerIteration">Wall-clock time.</param>
internal sealed record TrainingResult(string Name, Timing MillisecondsPerIteration);
