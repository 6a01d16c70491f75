using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Runs;

namespace L2O.Reporting;

/// <summary>Everything that a report shows, all of it stored results: writing a report computes no run anew.</summary>
/// <param name="Title">Heading of the report.</param>
/// <param name="Comparison">The meta-test; at least one curve.</param>
/// <param name="Epochs">The course of the meta-training; empty where only a meta-test was run.</param>
/// <param name="Provenance">Configuration and origin, in the order to show: version, seed, command, machine, times.</param>
public sealed record ReportContent(
    string Title,
    Comparison Comparison,
    IReadOnlyList<EpochMetrics> Epochs,
    IReadOnlyList<(string Key, string Value)> Provenance)
{
    /// <summary>The measured dynamics; empty where nothing was measured.</summary>
    public IReadOnlyList<RunMeasurement> Measurements { get; init; } = [];
}
