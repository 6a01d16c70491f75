using System.Collections.Immutable;
using L2O.MetaTesting;

namespace L2O.Studies.Yardstick.Runs;

/// <summary>A hand-designed optimizer that is tuned for each task and horizon.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Contestant">With its schedules as variants; null where the settings are a list.</param>
/// <param name="Search">The first rates, and how far they are extended; null where the settings are a list.</param>
/// <param name="List">The settings to choose from; empty where rates are searched.</param>
internal sealed record Baseline(string Name, Contestant? Contestant, LearningRateSearchSettings? Search, ImmutableArray<Candidate> List);
