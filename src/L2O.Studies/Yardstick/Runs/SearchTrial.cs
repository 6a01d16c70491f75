using System.Collections.Immutable;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>One setting that a search tried.</summary>
/// <param name="Setting">The optimizer, e.g. <c>adam@0.01:schedule=cosine</c>.</param>
/// <param name="Losses">Mean training losses of the last tenth: of one run, or of all search seeds for the best two; NaN where a run
/// diverged.</param>
/// <param name="Chosen">Whether its mean is the smallest of the best two.</param>
internal sealed record SearchTrial(string Setting, ImmutableArray<double> Losses, bool Chosen);
