using System.Collections.Immutable;

namespace L2O.Runs;

/// <summary>A meta-test, described completely: what is in its folder's <c>config.json</c>.</summary>
/// <param name="Phis">Where the learned optimizers came from.</param>
/// <param name="Data">The dataset.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="MetaTesting">Networks, baselines, lengths and numbers of runs.</param>
public sealed record MetaTestExperiment(ImmutableArray<string> Phis, DataSettings Data, ulong Seed, MetaTestPlan MetaTesting);
