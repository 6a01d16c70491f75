using System.Collections.Immutable;

namespace L2O.Dynamics;

/// <summary>All measures that have a name.</summary>
public static class MeasureCatalog
{
    /// <summary>In the order in which they are listed and run.</summary>
    public static ImmutableArray<MeasureKind> All { get; } =
    [
        new("deviations", "how far updates and gradients leave the directions that the network's symmetries allow", IsSnapshot: false, DeviationMeasure.Create),
    ];
}
