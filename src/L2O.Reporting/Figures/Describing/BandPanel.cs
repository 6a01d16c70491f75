using System.Collections.Immutable;
using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures.Describing;

/// <summary>Panels of measured dynamics over the iterations.</summary>
internal static class BandPanel
{
    private const int MarkedUpTo = 12; // with more points the dashes tell lines apart well enough

    /// <summary>A panel of one quantity.</summary>
    /// <param name="title">Over the panel.</param>
    /// <param name="label">The quantity, with its unit.</param>
    /// <param name="bands">At least one, all of the same optimizee.</param>
    internal static PanelModel Of(string title, string label, IReadOnlyList<MeasureBand> bands) =>
        new(title, new AxisModel("iteration"),
            LogAxis.For(label, bands.SelectMany(static band => band.Mean), bands.SelectMany(static band => band.High)),
            [.. bands.Select(Line)]);

    /// <summary>The line of a band.</summary>
    internal static LineSeries Line(MeasureBand band) => new(
        OptimizerPalette.Label(band.Optimizer), band.Optimizer, [.. band.Iterations.Select(static iteration => (double)iteration)],
            [.. band.Mean])
    {
        Low = band.HasBand ? [.. band.Low] : ImmutableArray<double>.Empty,
        High = band.HasBand ? [.. band.High] : ImmutableArray<double>.Empty,
        HasMarkers = band.Iterations.Count <= MarkedUpTo,
    };
}
