using System.Collections.Immutable;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>An optimizer on one task at one horizon.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Horizon">Steps.</param>
/// <param name="Setting">All of its settings, where a search chose them; else its name.</param>
/// <param name="Trials">The search; empty where there was none.</param>
/// <param name="Runs">One for each of the suite's score seeds.</param>
internal sealed record ScoredOptimizer(string Name, int Horizon, string Setting, ImmutableArray<SearchTrial> Trials,
    ImmutableArray<ScoredRun> Runs);
