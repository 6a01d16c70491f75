using L2O.MetaTraining;
using L2O.Reporting.Figures.Describing;
using L2O.Reporting.Figures.Models;

namespace L2O.Reporting.Figures;

/// <summary>
/// The course of a meta-training: the meta-loss of each epoch and, where there were test runs, their summed training
/// loss; points mark the epochs after which phi was the best so far.
/// </summary>
internal static class MetaTrainingFigure
{
    /// <summary>Describes the epochs.</summary>
    /// <param name="epochs">At least one.</param>
    /// <param name="isOfParticles">Whether they are of a particle training.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static FigureModel Describe(IReadOnlyList<EpochMetrics> epochs, bool isOfParticles = false)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        if (epochs.Count == 0)
            throw new ArgumentException("0 epochs; at least one was expected", nameof(epochs));
        var words = EpochWords.Of(isOfParticles);
        var panels = new List<PanelModel> { Panel("meta-training", words.MetaLoss, epochs, static epoch => epoch.MetaLoss) };
        bool isTested = epochs.Any(static epoch => double.IsFinite(epoch.TestLoss));
        if (isTested)
            panels.Add(Panel(words.TestRuns, words.TestLoss, epochs, static epoch => epoch.TestLoss));
        int lost = epochs.Sum(static epoch => epoch.SkippedMetaSteps), diverged = epochs.Sum(static epoch => epoch.DivergedRuns);
        string accidents = lost + diverged == 0
            ? "" : $" {FigureText.Count(lost, "meta-step")} left out, {FigureText.Count(diverged, "run")} diverged.";
        return new FigureModel(
            "meta-training", isTested ? Title(epochs, isOfParticles ? words.ShortTestLoss : "test loss", static epoch => epoch.TestLoss)
                : Title(epochs, "meta-loss", static epoch => epoch.MetaLoss),
            $"{FigureText.Count(epochs.Count, "epoch")}, mean over each epoch.{accidents}", [.. panels]);
    }

    private static PanelModel Panel(string title, string label, IReadOnlyList<EpochMetrics> epochs, Func<EpochMetrics, double> value)
    {
        EpochMetrics[] best = [.. epochs.Where(epoch => epoch.Best && double.IsFinite(value(epoch)))];
        var line = new LineSeries("each epoch", "l2o", [.. epochs.Select(static epoch => (double)epoch.Epoch)],
            [.. epochs.Select(epoch => double.IsFinite(value(epoch)) ? value(epoch) : double.NaN)]);
        var points = new PointSeries("best so far", "l2o", [.. best.Select(static epoch => (double)epoch.Epoch)], [.. best.Select(value)]);
        return new PanelModel(title, new AxisModel("epoch") { Low = epochs[0].Epoch - 0.5, High = epochs[^1].Epoch + 0.5 },
            new AxisModel(label), [line, points]);
    }

    private static string Title(IReadOnlyList<EpochMetrics> epochs, string what, Func<EpochMetrics, double> value)
    {
        EpochMetrics? best = epochs.LastOrDefault(static epoch => epoch.Best);
        EpochMetrics first = epochs[0];
        if (best is null || !double.IsFinite(value(best)))
            return $"No epoch of {epochs.Count} ends with a finite {what}";
        string end = $"the best of {FigureText.Count(epochs.Count, "epoch")} is number {best.Epoch}";
        string from = FigureText.Number(value(first)), to = FigureText.Number(value(best));
        return double.IsFinite(value(first)) && best.Epoch > first.Epoch && from != to
            ? $"Meta-training takes the {what} from {from} to {to}; {end}"
            : $"Meta-training: {end}, with a {what} of {to}";
    }
}
