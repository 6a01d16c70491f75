using System.Collections.Immutable;
using L2O.Dynamics.Covariance;
using L2O.Dynamics.Noise;
using L2O.Dynamics.Sharpness;
using L2O.Dynamics.Spectra;
using L2O.Dynamics.Symmetry;
using L2O.Dynamics.Updates;
using L2O.Optimizees.Symmetry;

namespace L2O.Dynamics;

/// <summary>All measures that have a name.</summary>
public static class MeasureCatalog
{
    /// <summary>In the order in which they are listed and run.</summary>
    public static ImmutableArray<MeasureKind> All { get; } =
    [
        new("deviations", "how far gradients and updates leave the directions that each symmetry allows, also without their scale",
            IsSnapshot: false, static context =>
            SymmetriesOf(context) is { } symmetries ? new SymmetryDeviationObserver<float>(symmetries, context.Schedule, context.Sink)
                : null),
        new("unit-deviations", "the same for each hidden unit, channel or column", IsSnapshot: false, static context =>
            SymmetriesOf(context) is { } symmetries
                ? new SymmetryDeviationObserver<float>(symmetries, context.Schedule, context.Sink, perUnit: true) : null),
        new("conservation", "change of what gradient flow conserves, and what SGD's closed form predicts for it",
            IsSnapshot: false, static context =>
            SymmetriesOf(context) is { } symmetries
                ? new ConservationObserver<float>(symmetries, context.Optimizer, context.Schedule, context.Sink) : null),
        new("norms", "norms and mean absolute values of parameters, gradients and updates",
            IsSnapshot: false, static context => new NormObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("stiffness", "relative rate of change of parameters and gradients", IsSnapshot: false,
            static context => new StiffnessObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("histograms", "histogram of the sizes of updates, and the largest", IsSnapshot: false,
            static context => new HistogramObserver(context.Optimizee, context.Schedule, context.Sink)),
        new("direction", "cosine between update and negative gradient; effective learning rate by size of gradient",
            IsSnapshot: false, static context => new DirectionObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("spectrograms", "power spectra of a learned optimizer's hidden and cell state over 20 iterations",
            IsSnapshot: false, static context => new SpectrogramObserver(context.Schedule, context.Sink)),
        new("noise", "tail indices and norms of the noise of gradients and updates over all mini-batches",
            IsSnapshot: true, static context => new NoiseObserver(context)),
        new("covariance", "trace and largest eigenvalues of the covariance of gradients and updates",
            IsSnapshot: true, static context => new CovarianceObserver(context)),
        new("sharpness", "largest eigenvalues of the loss's Hessian", IsSnapshot: true, static context => new SharpnessObserver(context)),
    ];

    private static NetworkSymmetries? SymmetriesOf(MeasureContext context) =>
        (context.Optimizee as ISymmetricOptimizee)?.Symmetries is { All.IsEmpty: false } symmetries ? symmetries : null;
}
