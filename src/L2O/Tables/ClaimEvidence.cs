namespace L2O.Tables;

/// <summary>A number that a claim was judged by.</summary>
/// <param name="Quantity">What it is, e.g. <c>|rescale deviation| of L2O at 100</c>.</param>
/// <param name="Study">The study's value as it gives it, e.g. <c>51</c>; empty where it has none.</param>
/// <param name="Value">Ours, the mean over the runs, and over the meta-trainings of a learned optimizer.</param>
/// <param name="Low">Lower end of its 95 % bootstrap interval over meta-trainings and runs; NaN for none.</param>
/// <param name="High">Upper end.</param>
/// <param name="Holds">Whether this part of the claim held; null for a number that is shown only.</param>
/// <param name="Starts">Meta-trainings behind it; 0 if it has no part in learned optimizers, or was stored by version 0.1.</param>
/// <param name="StartSpread">Its standard deviation over the meta-trainings; NaN for fewer than two.</param>
/// <param name="RunSpread">Its standard deviation over the runs; NaN for fewer than two.</param>
internal sealed record ClaimEvidence(string Quantity, string Study, double Value, double Low, double High, bool? Holds = null,
    int Starts = 0, double StartSpread = double.NaN, double RunSpread = double.NaN);
