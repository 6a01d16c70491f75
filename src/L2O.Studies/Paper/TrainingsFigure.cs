using L2O.Reporting.Figures.Models;

namespace L2O.Studies.Paper;

/// <summary>The course of all meta-trainings of a study: a panel for each network, a line for each meta-training.</summary>
internal static class TrainingsFigure
{
    /// <summary>Describes them.</summary>
    /// <param name="trainings">At least one.</param>
    public static FigureModel Describe(IReadOnlyList<TrainingSummary> trainings)
    {
        int escaped = trainings.Count(static one => one.Escape is not null);
        string title = escaped == trainings.Count
            ? $"All {trainings.Count} meta-trainings leave the plateau"
            : $"{escaped} of {trainings.Count} meta-trainings leave the plateau";
        return new FigureModel("meta-trainings", title,
            "Training loss summed over a run, mean over the test runs of each epoch; a line for each meta-training, those of a condition " +
                "in one color. On the plateau the networks stay at chance.",
            [.. trainings.GroupBy(static one => one.Training.Optimizee).Select(Panel)])
        {
            Optimizers = [.. trainings.Select(static one => KeyOf(one.Training)).Distinct()],
        };
    }

    private static PanelModel Panel(IGrouping<string, TrainingSummary> network)
    {
        TrainingSummary[] lines = [.. network.OrderBy(static one => one.Training.Start)];
        return new PanelModel(network.Key, new AxisModel("epoch") { Low = 0.5, High = lines.Max(static one => one.Epochs.Length) + 0.5 },
            new AxisModel("summed training loss (nats)", IsLogarithmic: true), [.. lines.Select(Line)]);
    }

    private static string KeyOf(PaperTraining training) => training.HalvesData ? "l2o-sum" : training.TestedAs;

    private static LineSeries Line(TrainingSummary one) => new(
        KeyOf(one.Training), KeyOf(one.Training),
        [.. one.Epochs.Select(static epoch => (double)epoch.Epoch)],
        [.. one.Epochs.Select(static epoch => double.IsFinite(epoch.TestLoss) ? epoch.TestLoss : double.NaN)]);
}
