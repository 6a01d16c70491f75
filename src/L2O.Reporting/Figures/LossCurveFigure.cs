using L2O.MetaTesting;
using ScottPlot;
using ScottPlot.Plottables;

namespace L2O.Reporting.Figures;

/// <summary>
/// Training loss against iteration on a logarithmic axis, a panel for each optimizee, all with the same vertical range:
/// the mean over the runs as a line, smallest to largest as a band, a cross where a run diverged.
/// </summary>
public static class LossCurveFigure
{
    /// <summary>Width in iterations of the moving average that takes out most of the noise between batches.</summary>
    public const int DefaultSmoothing = Tables.ComparisonTable.Window;

    /// <summary>Where a curve that is on its way to infinity leaves the picture: this often the largest loss at the start.</summary>
    private const double HighestOverStart = 2;

    private const double Floor = 1e-6;

    private const string GuideColor = "#444444";

    /// <summary>Draws the optimizees.</summary>
    /// <param name="comparison">Stored results.</param>
    /// <param name="optimizee">The only optimizee to draw; null for all of them.</param>
    /// <param name="smoothing">See <see cref="CurveBand.From"/>.</param>
    public static FigurePage Draw(Comparison comparison, string? optimizee = null, int smoothing = DefaultSmoothing)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        IReadOnlyDictionary<string, string> colors = OptimizerPalette.Colors(comparison.Curves.Select(static curve => curve.Optimizer));
        CurveBand[] all = [.. CurveBand.From(comparison, CurveMeasure.TrainLoss, smoothing)];
        CurveBand[] bands = optimizee is null ? all : [.. all.Where(band => band.Optimizee == optimizee)];
        if (bands.Length == 0)
        {
            string there = string.Join(", ", all.Select(static band => band.Optimizee).Distinct());
            throw new ArgumentException($"no curves of optimizee '{optimizee}'; the results have {there}", nameof(optimizee));
        }
        (double low, double high) = Range(bands);
        Plot[] panels =
        [
            .. bands.GroupBy(static band => band.Optimizee)
                .Select(group => Panel(group.Key, [.. group], colors, low, high, comparison.Iterations)),
        ];
        return new FigurePage("Training loss of each optimizer", Subtitle(comparison, bands, smoothing), panels, Legend(bands, colors));
    }

    private static Plot Panel(
        string optimizee, IReadOnlyList<CurveBand> bands, IReadOnlyDictionary<string, string> colors, double low, double high, int iterations)
    {
        Plot plot = FigurePanel.Create(optimizee, "iteration", "training loss (nats)");
        FigurePanel.LogVertical(plot, low, high);
        plot.Axes.SetLimitsX(0, iterations);
        foreach (CurveBand band in bands)
        {
            FillY fill = plot.Add.FillY(
                [.. band.Iterations.Select(static i => (double)i)], [.. band.Low.Select(Log)], [.. band.High.Select(Log)]);
            fill.FillColor = Color.FromHex(colors[band.Optimizer]).WithAlpha(0.2);
            fill.LineWidth = 0;
        }
        plot.Add.HorizontalLine(Log(Tables.ComparisonTable.LossThreshold), 1.3f, Color.FromHex(GuideColor), LinePattern.Dashed);
        foreach (CurveBand band in bands.OrderBy(static band => OptimizerPalette.LineWidth(band.Optimizer)))
            AddLine(plot, band, Color.FromHex(colors[band.Optimizer]), high);
        return plot;
    }

    private static void AddLine(Plot plot, CurveBand band, Color color, double high)
    {
        if (band.Iterations.Count > 0)
        {
            Scatter line = plot.Add.ScatterLine(band.Iterations.Select(static i => (double)i).ToArray(), band.Mean.Select(Log).ToArray(), color);
            line.LineWidth = OptimizerPalette.LineWidth(band.Optimizer);
        }
        if (band.DivergedRuns == 0)
            return;
        double at = band.Iterations.Count > 0 ? band.Iterations[^1] : 0;
        double loss = band.Iterations.Count > 0 ? band.Mean[^1] : high;
        Marker cross = plot.Add.Marker(at, Math.Min(Log(loss), Log(high * 0.93)), MarkerShape.Eks, 11, color);
        cross.MarkerStyle.LineWidth = 2.5f;
    }

    private static (double Low, double High) Range(IReadOnlyList<CurveBand> bands)
    {
        CurveBand[] drawn = [.. bands.Where(static band => band.Iterations.Count > 0)];
        double guide = Tables.ComparisonTable.LossThreshold;
        double low = drawn.Select(static band => band.Low.Min()).Append(guide).Min();
        double start = drawn.Select(static band => band.Mean[0]).Append(guide).Max();
        double high = Math.Min(drawn.Select(static band => band.High.Max()).Append(guide).Max(), HighestOverStart * start);
        return (Math.Max(low, Floor) / 1.1, high * 1.1);
    }

    private static List<LegendEntry> Legend(IReadOnlyList<CurveBand> bands, IReadOnlyDictionary<string, string> colors)
    {
        var entries = new List<LegendEntry>();
        foreach (string name in bands.Select(static band => band.Optimizer).Distinct())
            entries.Add(new LegendEntry(OptimizerPalette.Label(name), colors[name], LegendMark.Line, OptimizerPalette.LineWidth(name) + 1));
        entries.Add(new LegendEntry("loss 0.5", GuideColor, LegendMark.Dash, 1.3f));
        if (bands.Any(static band => band.Runs > 1))
            entries.Add(new LegendEntry("smallest to largest of the runs", "#555555", LegendMark.Band));
        if (bands.Any(static band => band.DivergedRuns > 0))
            entries.Add(new LegendEntry("a run diverged (the mean ends)", "#555555", LegendMark.Cross));
        return entries;
    }

    private static string Subtitle(Comparison comparison, IReadOnlyList<CurveBand> bands, int smoothing)
    {
        int runs = bands.Max(static band => band.Runs);
        string mean = runs == 1 ? "1 run" : $"mean of {runs} runs";
        string average = smoothing > 1 ? $", moving average over {smoothing} iterations" : "";
        return $"data {comparison.Data}, {comparison.Iterations} iterations, {mean}{average}";
    }

    private static double Log(double loss) => Math.Log10(Math.Max(loss, Floor));
}
