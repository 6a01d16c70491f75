using System.Collections.Immutable;
using L2O.Optimizees.Losses;

namespace L2O.Experiments;

/// <summary>A meta-test, described completely: what is in its folder's <c>config.json</c>.</summary>
/// <param name="Phis">The learned optimizers; may be none.</param>
/// <param name="Data">The dataset.</param>
/// <param name="Seed">Seed of everything random.</param>
/// <param name="MetaTesting">Networks, baselines, lengths and numbers of runs.</param>
/// <param name="Measures">What is measured in every test run; null for nothing.</param>
/// <param name="Loss">What the networks minimize; null leaves it to the data's targets.</param>
internal sealed record MetaTestExperiment(
    ImmutableArray<TestedPhi> Phis, DataSettings Data, ulong Seed, MetaTestPlan MetaTesting,
        MeasurePlan? Measures = null, LossKind? Loss = null);
