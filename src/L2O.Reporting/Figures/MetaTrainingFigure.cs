using L2O.MetaTraining;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace L2O.Reporting.Figures;

/// <summary>
/// The course of a meta-training: the meta-loss of each epoch and, where there were test runs, their summed training
/// loss; discs mark the epochs after which phi was the best so far.
/// </summary>
public static class MetaTrainingFigure
{
    private const string LossColor = "#D55E00";

    /// <summary>Draws the epochs.</summary>
    /// <param name="epochs">At least one.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static FigurePage Draw(IReadOnlyList<EpochMetrics> epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0)
            throw new ArgumentException("0 epochs; at least one was expected", nameof(epochs));
        var panels = new List<Plot> { Panel("Meta-training", "meta-loss (log of summed loss)", epochs, static epoch => epoch.MetaLoss) };
        if (epochs.Any(static epoch => double.IsFinite(epoch.TestLoss)))
            panels.Add(Panel("Test runs", "summed training loss (nats)", epochs, static epoch => epoch.TestLoss));
        LegendEntry[] legend = [new("each epoch", LossColor, LegendMark.Line), new("best so far", LossColor, LegendMark.Disc)];
        string epochCount = epochs.Count == 1 ? "1 epoch" : $"{epochs.Count} epochs";
        return new FigurePage("Meta-training of the learned optimizer", $"{epochCount}, mean over each epoch", panels, legend);
    }

    private static Plot Panel(string title, string label, IReadOnlyList<EpochMetrics> epochs, Func<EpochMetrics, double> value)
    {
        Plot plot = FigurePanel.Create(title, "epoch", label);
        EpochMetrics[] drawn = [.. epochs.Where(epoch => double.IsFinite(value(epoch)))];
        Color color = Color.FromHex(LossColor);
        Scatter line = plot.Add.ScatterLine(drawn.Select(static epoch => (double)epoch.Epoch).ToArray(), drawn.Select(value).ToArray(), color);
        line.LineWidth = 2.2f;
        foreach (EpochMetrics epoch in drawn.Where(static epoch => epoch.Best))
            plot.Add.Marker(epoch.Epoch, value(epoch), MarkerShape.FilledCircle, 9, color);
        plot.Axes.SetLimitsX(epochs[0].Epoch - 0.5, epochs[^1].Epoch + 0.5);
        double[] values = [.. drawn.Select(value).DefaultIfEmpty(0)];
        double margin = Math.Max(0.08 * (values.Max() - values.Min()), 1e-3 * Math.Max(1, Math.Abs(values.Max())));
        plot.Axes.SetLimitsY(values.Min() - margin, values.Max() + margin);
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, MinimumTickSpacing = 40 };
        plot.Axes.Bottom.MinorTickStyle.Length = 0; // there is nothing between two epochs
        return plot;
    }
}
