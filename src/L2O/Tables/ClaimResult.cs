using System.Collections.Immutable;

namespace L2O.Tables;

/// <summary>A claim of the study and what became of it.</summary>
/// <param name="Id"><c>C1</c> to <c>C12</c>.</param>
/// <param name="Statement">What the study says.</param>
/// <param name="Source">Where it says so.</param>
/// <param name="Setting">What was run to judge it.</param>
/// <param name="Verdict">Whether it held.</param>
/// <param name="Finding">What was found, in a sentence with numbers.</param>
/// <param name="Evidence">The numbers.</param>
internal sealed record ClaimResult(string Id, string Statement, string Source, string Setting,
    ClaimVerdict Verdict, string Finding, ImmutableArray<ClaimEvidence> Evidence);
