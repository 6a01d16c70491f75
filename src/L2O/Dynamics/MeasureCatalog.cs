using System.Collections.Immutable;

namespace L2O.Dynamics;

/// <summary>All measures that have a name.</summary>
public static class MeasureCatalog
{
    /// <summary>In the order in which they are listed and run.</summary>
    public static ImmutableArray<MeasureKind> All { get; } =
    [
        new("deviations", "how far updates and gradients leave the directions that the network's symmetries allow", IsSnapshot: false, DeviationMeasure.Create),
        new("norms", "norms and mean absolute values of parameters, gradients and updates", IsSnapshot: false, static context => new NormObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("stiffness", "relative rate of change of parameters and gradients", IsSnapshot: false, static context => new StiffnessObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("histograms", "histogram of the sizes of updates, and the largest", IsSnapshot: false, static context => new HistogramObserver(context.Optimizee, context.Schedule, context.Sink)),
        new("direction", "cosine between update and negative gradient; effective learning rate by size of gradient", IsSnapshot: false, static context => new DirectionObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("spectrograms", "power spectra of a learned optimizer's hidden and cell state over 20 iterations", IsSnapshot: false, static context => new SpectrogramObserver(context.Schedule, context.Sink)),
    ];
}
