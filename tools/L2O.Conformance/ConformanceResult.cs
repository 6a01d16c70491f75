namespace L2O.Conformance;

/// <summary>What came of one case.</summary>
/// <param name="Name">The case's folder.</param>
/// <param name="Kind">What it computes; empty if that could not be read.</param>
/// <param name="Status">How it ended.</param>
/// <param name="Worst">The output that agrees least; null if none was compared.</param>
/// <param name="Reason">Why it did not pass; null if it did.</param>
internal sealed record ConformanceResult(string Name, string Kind, ConformanceStatus Status, ComparedTensor? Worst, string? Reason);
