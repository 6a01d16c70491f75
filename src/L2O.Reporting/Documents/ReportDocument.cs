using System.Collections.Immutable;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Tables;
using L2O.Tables;

namespace L2O.Reporting.Documents;

/// <summary>A whole report, free of how it is written: the same document becomes <c>report.html</c> and <c>report.md</c>.</summary>
/// <param name="Title">Heading.</param>
/// <param name="Findings">What was found, a sentence each; the first is the headline.</param>
/// <param name="Setup">What was run, a sentence each.</param>
/// <param name="Claims">Claims of the study and their verdicts; empty where none were judged.</param>
/// <param name="Figures">In the order to show; their names differ.</param>
/// <param name="Tables">In the order to show.</param>
/// <param name="Provenance">Configuration and origin of each run.</param>
internal sealed record ReportDocument(
    string Title,
    ImmutableArray<string> Findings,
    ImmutableArray<string> Setup,
    ImmutableArray<ClaimResult> Claims,
    ImmutableArray<FigureModel> Figures,
    ImmutableArray<TableModel> Tables,
    ImmutableArray<ReportFacts> Provenance)
{
    /// <summary>Stored names of all optimizers that the figures show, in the order to show; a reader can hide each of them.</summary>
    public ImmutableArray<string> Optimizers { get; init; } = [];
}
