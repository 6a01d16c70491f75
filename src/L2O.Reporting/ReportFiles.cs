namespace L2O.Reporting;

/// <summary>What writing a report left behind.</summary>
/// <param name="Paths">The files written, <c>report.html</c> first.</param>
/// <param name="Warnings">What is missing in them and how to get it, a line each; empty if nothing is.</param>
public sealed record ReportFiles(IReadOnlyList<string> Paths, IReadOnlyList<string> Warnings);
