using L2O.MetaTesting;
using ScottPlot;
using ScottPlot.Plottables;

namespace L2O.Reporting.Figures;

/// <summary>
/// The learning-rate search: training loss summed over a run against the rate, both logarithmic, a panel for each
/// optimizee. A disc marks the chosen rate, a cross at the upper edge a rate at which a run diverged.
/// </summary>
public static class LearningRateFigure
{
    /// <summary>Draws the searches.</summary>
    /// <param name="searches">At least one trial.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static FigurePage Draw(IReadOnlyList<LearningRateTrial> searches)
    {
        ArgumentNullException.ThrowIfNull(searches);
        if (searches.Count == 0)
            throw new ArgumentException("0 learning-rate trials; at least one was expected", nameof(searches));
        IReadOnlyDictionary<string, string> colors = OptimizerPalette.Colors(searches.Select(static trial => trial.Optimizer));
        double[] losses = [.. searches.Select(Mean).Where(static loss => double.IsFinite(loss) && loss > 0).DefaultIfEmpty(1)];
        (double low, double high) = (losses.Min() / 1.15, losses.Max() * 1.4);
        Plot[] panels =
        [
            .. searches.GroupBy(static trial => trial.Optimizee)
                .Select(group => Panel(group.Key, [.. group], colors, low, high)),
        ];
        List<LegendEntry> legend =
        [
            .. colors.Select(static entry => new LegendEntry(OptimizerPalette.Label(entry.Key), entry.Value, LegendMark.Line)),
            new LegendEntry("chosen rate", "#555555", LegendMark.Disc),
        ];
        if (searches.Any(static trial => !double.IsFinite(Mean(trial))))
            legend.Add(new LegendEntry("a run diverged", "#555555", LegendMark.Cross));
        return new FigurePage("Learning-rate search", "training loss summed over a run, mean over the runs; the smallest wins", panels, legend);
    }

    private static Plot Panel(
        string optimizee, IReadOnlyList<LearningRateTrial> trials, IReadOnlyDictionary<string, string> colors, double low, double high)
    {
        Plot plot = FigurePanel.Create(optimizee, "learning rate", "summed training loss (nats)");
        FigurePanel.LogVertical(plot, low, high);
        FigurePanel.LogHorizontal(plot, trials.Min(static trial => trial.LearningRate) / 1.6, trials.Max(static trial => trial.LearningRate) * 1.6);
        double crossRow = 0.04 * Math.Log10(high / low); // a row of its own for each optimizer's crosses
        double crosses = Math.Log10(high);
        foreach (IGrouping<string, LearningRateTrial> group in trials.GroupBy(static trial => trial.Optimizer))
            AddOptimizer(plot, [.. group.OrderBy(static trial => trial.LearningRate)], Color.FromHex(colors[group.Key]), crosses -= crossRow);
        return plot;
    }

    private static void AddOptimizer(Plot plot, IReadOnlyList<LearningRateTrial> trials, Color color, double crosses)
    {
        LearningRateTrial[] drawn = [.. trials.Where(static trial => Mean(trial) is > 0 and < double.PositiveInfinity)];
        Scatter line = plot.Add.Scatter(
            drawn.Select(static trial => Math.Log10(trial.LearningRate)).ToArray(), drawn.Select(static trial => Math.Log10(Mean(trial))).ToArray(), color);
        line.LineWidth = 1.8f;
        line.MarkerSize = 5;
        foreach (LearningRateTrial trial in drawn.Where(static trial => trial.Chosen))
            plot.Add.Marker(Math.Log10(trial.LearningRate), Math.Log10(Mean(trial)), MarkerShape.FilledCircle, 13, color);
        foreach (LearningRateTrial trial in trials.Where(static trial => !double.IsFinite(Mean(trial))))
        {
            Marker cross = plot.Add.Marker(Math.Log10(trial.LearningRate), crosses, MarkerShape.Eks, 9, color);
            cross.MarkerStyle.LineWidth = 2;
        }
    }

    private static double Mean(LearningRateTrial trial) => Tables.Spread.Of(trial.SummedLosses).Mean;
}
