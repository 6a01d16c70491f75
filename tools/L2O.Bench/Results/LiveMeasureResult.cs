namespace L2O.Bench.Results;

/// <summary>What a meta-test iteration takes that is measured as it goes, in turns with one that is not.</summary>
/// <param name="Name">The measures, e.g. <c>deviations, norms, histograms</c>.</param>
/// <param name="MillisecondsPerIteration">Wall-clock time, the rows of the table included.</param>
/// <param name="RelativeToPlain">Median of the ratio to neighboring repetitions without measures.</param>
internal sealed record LiveMeasureResult(string Name, Timing MillisecondsPerIteration, double RelativeToPlain);
