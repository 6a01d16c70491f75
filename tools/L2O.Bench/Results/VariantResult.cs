namespace L2O.Bench.Results;

/// <summary>What a meta-training iteration of a variant takes, in turns with the plain one.</summary>
/// <param name="Name">E.g. <c>shared state</c>.</param>
/// <param name="MillisecondsPerIteration">Wall-clock time.</param>
/// <param name="RelativeToPlain">Median of the ratio to neighboring repetitions of the plain learned optimizer on the plain
/// network.</param>
internal sealed record VariantResult(string Name, Timing MillisecondsPerIteration, double RelativeToPlain);
