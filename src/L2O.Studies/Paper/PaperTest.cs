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
    /// <summary>The test on many networks that claim C11 is about.</summary>
    public const string Generalization = "test-generalization";

    /// <summary>The rescale sweep on networks that it never saw, of figure 6.</summary>
    public const string FarRescale = "far-rescale";

    /// <summary>The translation sweep on a network that it never saw, of figure 6.</summary>
    public const string FarTranslation = "far-translation";

    /// <summary>The test of claim C12, with settings of its own.</summary>
    public const string Speed = "speed-sigmoid";

    /// <summary>
    /// Whether its learned optimizers are others than the networks' own, so that its tables stand apart from those of the other tests.
    /// </summary>
    public bool IsApart => Name is Generalization or FarRescale or FarTranslation or Speed;

    /// <summary>Whether it trains on the first half of the training split alone.</summary>
    public bool HalvesData => Name == Speed;
}
