using L2O.MetaTesting;

namespace L2O.Runs;

/// <summary>A meta-test, described completely.</summary>
/// <param name="Optimizees">Names of the networks.</param>
/// <param name="Baselines">Names of the tuned optimizers.</param>
/// <param name="Data">Name of the dataset.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="MetaTest">Lengths and numbers of runs.</param>
public sealed record MetaTestExperiment(string[] Optimizees, string[] Baselines, string Data, ulong Seed, MetaTestSettings MetaTest);
