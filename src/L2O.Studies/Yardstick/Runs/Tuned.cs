using System.Collections.Immutable;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>What a search found for one baseline, task and horizon.</summary>
/// <param name="Choice">The setting that won; the first one where all diverged.</param>
/// <param name="Trials">All that were tried.</param>
internal sealed record Tuned(Candidate Choice, ImmutableArray<SearchTrial> Trials);
