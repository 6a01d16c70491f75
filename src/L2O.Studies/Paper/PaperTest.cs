using System.Collections.Immutable;
using L2O.Experiments;

namespace L2O.Studies.Paper;

/// <summary>A meta-test of the study, with or without measurements.</summary>
/// <param name="Name">Of its step, e.g. <c>test-leaky-relu</c>.</param>
/// <param name="Figures">The study's figures that it is for, e.g. <c>fig4</c>.</param>
/// <param name="Trainings">Names of the meta-trainings whose learned optimizers take part.</param>
/// <param name="Plan">Networks, baselines, lengths.</param>
/// <param name="Measures">What is measured; null for nothing.</param>
internal sealed record PaperTest(string Name, ImmutableArray<string> Figures, ImmutableArray<string> Trainings,
    MetaTestPlan Plan, MeasurePlan? Measures = null)
{
    /// <summary>The test whose table claim C11 is about.</summary>
    public const string Generalization = "test-generalization";
}
