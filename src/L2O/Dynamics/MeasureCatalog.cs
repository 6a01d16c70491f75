using System.Collections.Frozen;
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
    internal const string Covariance = "covariance";
    internal const string Eigenvalues = "eigenvalues";

    /// <summary>In the order in which they are listed and run.</summary>
    public static ImmutableArray<MeasureKind> All { get; } =
    [
        new("deviations", "how far gradients and updates leave the directions that each symmetry allows, also without their scale",
            SymmetryQuantities.OfWholes, IsSnapshot: false, static context =>
            SymmetriesOf(context) is { } symmetries ? new SymmetryDeviationObserver<float>(symmetries, context.Schedule, context.Sink)
                : null),
        new("unit-deviations", "the same for each hidden unit, channel or column", SymmetryQuantities.OfUnits,
            IsSnapshot: false, static context =>
            SymmetriesOf(context) is { } symmetries
                ? new SymmetryDeviationObserver<float>(symmetries, context.Schedule, context.Sink, perUnit: true) : null),
        new("conservation", "change of what gradient flow conserves, and what SGD's closed form predicts for it",
            SymmetryQuantities.OfConservation, IsSnapshot: false, static context =>
            SymmetriesOf(context) is { } symmetries
                ? new ConservationObserver<float>(symmetries, context.Optimizer, context.Schedule, context.Sink) : null),
        new("norms", "norms and mean absolute values of parameters, gradients and updates",
            NormObserver.Quantities, IsSnapshot: false,
            static context => new NormObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("stiffness", "relative rate of change of parameters and gradients", StiffnessObserver.Quantities, IsSnapshot: false,
            static context => new StiffnessObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("histograms", "histogram of the sizes of updates, and the largest", HistogramObserver.Quantities, IsSnapshot: false,
            static context => new HistogramObserver(context.Optimizee, context.Schedule, context.Sink)),
        new("direction", "cosine between update and negative gradient; effective learning rate by size of gradient",
            DirectionObserver.Quantities, IsSnapshot: false,
            static context => new DirectionObserver(context.Optimizee.Layout, context.Schedule, context.Sink)),
        new("spectrograms", "power spectra of a learned optimizer's hidden and cell state over 20 iterations",
            SpectrogramObserver.Quantities, IsSnapshot: false, static context => new SpectrogramObserver(context.Schedule, context.Sink)),
        new("noise", "tail indices and norms of the noise of gradients and updates over all mini-batches",
            NoiseObserver.Quantities, IsSnapshot: true, static context => new NoiseObserver(context)),
        new(Covariance, "trace and largest eigenvalues of the covariance of gradients and updates",
            CovarianceObserver.Quantities, IsSnapshot: true, static context => new CovarianceObserver(context)),
        new(Eigenvalues, "of the covariance the largest eigenvalues alone, without its traces: far cheaper",
            [CovarianceObserver.UpdateEigenvalue, CovarianceObserver.GradientEigenvalue], IsSnapshot: true,
            static context => new CovarianceObserver(context, new CovarianceSettings(traces: false))),
        new("sharpness", "largest eigenvalues of the loss's Hessian", SharpnessObserver.Quantities,
            IsSnapshot: true, static context => new SharpnessObserver(context)),
        new("centering", "tail indices around means in single and double precision, and without coordinates that have no noise",
            CenteringObserver.Quantities, IsSnapshot: true, static context => new CenteringObserver(context)),
    ];

    /// <summary>All quantities, each once.</summary>
    public static ImmutableArray<MeasureQuantity> Quantities { get; } =
        [.. All.SelectMany(static kind => kind.Quantities).DistinctBy(static quantity => quantity.Name)];

    private static readonly FrozenDictionary<string, MeasureQuantity> s_byName =
        Quantities.ToFrozenDictionary(static quantity => quantity.Name, StringComparer.Ordinal);

    /// <summary>The quantity of a name; null where it is that of a measure from outside.</summary>
    /// <param name="name">As in the column <c>measure</c>.</param>
    public static MeasureQuantity? Find(string name) => s_byName.GetValueOrDefault(name);

    private static NetworkSymmetries? SymmetriesOf(MeasureContext context) =>
        (context.Optimizee as ISymmetricOptimizee)?.Symmetries is { All.IsEmpty: false } symmetries ? symmetries : null;
}
