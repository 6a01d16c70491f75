using System.Collections.Immutable;

namespace L2O.Reporting.Claims;

/// <summary>What <c>claims.json</c> holds.</summary>
/// <param name="SchemaVersion">Version of its keys, 1.</param>
/// <param name="Claims">In the order of the study.</param>
public sealed record ClaimsDocument(int SchemaVersion, ImmutableArray<ClaimResult> Claims);
