namespace L2O.Tables;

/// <summary>A number that a claim was judged by.</summary>
/// <param name="Quantity">What it is, e.g. <c>|rescale deviation| of L2O at 100</c>.</param>
/// <param name="Study">The study's value as it gives it, e.g. <c>51</c>; empty where it has none.</param>
/// <param name="Value">Ours, the mean over the runs.</param>
/// <param name="Low">Lower end of its 95 % bootstrap interval over the runs; NaN for none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Holds">Whether this part of the claim held; null for a number that is shown only.</param>
internal sealed record ClaimEvidence(string Quantity, string Study, double Value, double Low, double High, bool? Holds = null);
