using L2O.Reporting.Figures.Models;
using L2O.Reporting.Styles;
using L2O.Tables;

namespace L2O.Reporting.Figures.Describing;

/// <summary>Panels of losses and accuracies over the iterations.</summary>
internal static class CurvePanel
{
    internal const string DivergedName = "a run diverged";

    /// <summary>Where a curve that is on its way to infinity leaves the picture: this often the largest loss at the start.</summary>
    private const double HighestOverStart = 2;

    private const double Floor = 1e-6;

    /// <summary>Factor by which an inset reaches beyond its lines, so that its frame does not hide them.</summary>
    private const double Headroom = 1.05;

    /// <summary>A panel of the curves of one optimizee.</summary>
    /// <param name="title">Over the panel.</param>
    /// <param name="bands">Of one optimizee.</param>
    /// <param name="vertical">The vertical axis, with its range.</param>
    /// <param name="iterations">Planned length of a run.</param>
    /// <param name="name">From an optimizer to its name in the legend; null for the palette's.</param>
    internal static PanelModel Of(string title, IReadOnlyList<CurveBand> bands, AxisModel vertical,
        int iterations, Func<string, string>? name = null)
    {
        Func<string, string> label = name ?? OptimizerPalette.Label;
        return new PanelModel(title, new AxisModel("iteration") { Low = 0, High = iterations }, vertical,
        [
            .. bands.Select(band => Line(band, label(band.Optimizer))),
            .. bands.Where(static band => band.DivergedRuns > 0).Select(band => Cross(band, vertical, label(band.Optimizer))),
        ]);
    }

    /// <summary>The range of losses worth showing: what explodes does not squeeze the others.</summary>
    /// <param name="bands">All that share the axis.</param>
    /// <param name="guides">Values that it shows too.</param>
    internal static (double Low, double High) LossRange(IReadOnlyList<CurveBand> bands, params double[] guides)
    {
        CurveBand[] drawn = [.. bands.Where(static band => band.Iterations.Count > 0)];
        double low = drawn.Select(static band => band.Low.Min()).Concat(guides).DefaultIfEmpty(0.1).Min();
        double start = drawn.Select(static band => band.Mean[0]).Concat(guides).DefaultIfEmpty(1).Max();
        double high = Math.Min(drawn.Select(static band => band.High.Max()).Concat(guides).DefaultIfEmpty(1)
            .Max(), HighestOverStart * start);
        return (Math.Max(low, Floor) / 1.1, Math.Max(high, Floor) * 1.1);
    }

    /// <summary>The panel with its first iterations enlarged; unchanged where there are too few or none was asked for.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="bands">Its curves.</param>
    /// <param name="iterations">How many.</param>
    /// <param name="planned">Planned length of a run.</param>
    internal static PanelModel WithInset(PanelModel panel, IReadOnlyList<CurveBand> bands, int iterations, int planned)
    {
        double[] values = [.. bands.SelectMany(band => band.Mean.Where((_, i) => band.Iterations[i] <= iterations)).Where(double.IsFinite)];
        if (iterations < 2 || planned < 3 * iterations || values.Length < 2)
            return panel;
        double low = Math.Max(values.Min() / Headroom, panel.Vertical.Low ?? values.Min()),
            high = Math.Min(values.Max() * Headroom, panel.Vertical.High ?? values.Max());
        return high > low ? panel with { Inset = new InsetModel(0, iterations, low, high) } : panel;
    }

    /// <summary>What lines, bands and crosses mean.</summary>
    internal static string Legend(IReadOnlyList<CurveBand> bands, int smoothing, BandKind kind, bool isTrailing = false)
    {
        int runs = bands.Max(static band => band.Runs);
        string average = smoothing > 1 ? $", {(isTrailing ? "trailing mean" : "moving average")} over {smoothing} iterations" : "";
        string text = runs == 1 ? $"Lines: one run{average}."
            : $"Lines: mean of {runs} runs{average}; bands: {(kind == BandKind.Range ? "smallest to largest" : "one standard deviation")}.";
        return bands.Any(static band => band.DivergedRuns > 0) ? $"{text} A cross marks where a run diverged; the mean ends there." : text;
    }

    private static LineSeries Line(CurveBand band, string name) =>
        new(name, band.Optimizer, [.. band.Iterations.Select(static iteration => (double)iteration)], [.. band.Mean])
        {
            Low = band.Runs > 1 ? [.. band.Low] : [],
            High = band.Runs > 1 ? [.. band.High] : [],
        };

    private static PointSeries Cross(CurveBand band, AxisModel vertical, string name)
    {
        bool isDrawn = band.Iterations.Count > 0;
        double highest = vertical.High ?? 1;
        // without a line of its own only the cross can say whose it is
        return new PointSeries(isDrawn ? DivergedName : $"{name}: diverged", band.Optimizer, [isDrawn ? band.Iterations[^1] : 0],
            [isDrawn ? Math.Min(band.Mean[^1], highest) : highest])
        { AreCrosses = true };
    }
}
