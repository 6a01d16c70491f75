using System.Collections.Immutable;

namespace L2O.Dynamics;

/// <summary>All measures that have a name.</summary>
public static class MeasureCatalog
{
    /// <summary>In the order in which they are listed and run.</summary>
    public static ImmutableArray<MeasureKind> All { get; } =
    [
        new("noise", "tail indices and norms of the noise of gradients and updates over all mini-batches", IsSnapshot: true, static context => new NoiseObserver(context)),
        new("covariance", "trace and largest eigenvalues of the covariance of gradients and updates", IsSnapshot: true, static context => new CovarianceObserver(context)),
        new("sharpness", "largest eigenvalues of the loss's Hessian", IsSnapshot: true, static context => new SharpnessObserver(context)),
    ];
}
