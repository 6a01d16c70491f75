using System.Collections.Immutable;
using System.Globalization;
using L2O.Files;
using L2O.MetaTraining;
using L2O.Reporting.Tables;
using L2O.Studies.Steps;
using L2O.Tables;

namespace L2O.Studies.Paper;

/// <summary>How one meta-training of a study went. Whether and when it left the plateau is part of the result.</summary>
/// <param name="Training">Which.</param>
/// <param name="Epochs">Its course.</param>
/// <param name="Chance">Summed training loss of a test run that stays at chance, in nats.</param>
internal sealed record TrainingSummary(PaperTraining Training, ImmutableArray<EpochMetrics> Epochs, double Chance)
{
    /// <summary>Name of the table in a study's folder.</summary>
    public const string FileName = "trainings.csv";

    private const double OffPlateau = 0.75; // of the loss at chance: a run that learns well ends under a fifth of it

    /// <summary>The epoch whose phi is the result; null if none was good.</summary>
    public EpochMetrics? Best => Epochs.LastOrDefault(static epoch => epoch.Best);

    /// <summary>The first epoch whose test runs are clearly better than chance, from 1; null if it stayed on the plateau.</summary>
    public int? Escape => Epochs.FirstOrDefault(epoch => epoch.TestLoss < OffPlateau * Chance)?.Epoch;

    /// <summary>Reads those of a study.</summary>
    public static ImmutableArray<TrainingSummary> Read(StepContext context, PaperData data, IEnumerable<PaperTraining> trainings) =>
    [
        .. trainings.Select(training => new TrainingSummary(training,
            [.. MetaTrainingCsv.Read(context.FolderOf(PaperSteps.NameOf(training)))],
            training.MetaTraining.Iterations * Math.Log(data.Splits.Train.ClassCount))),
    ];

    /// <summary>Writes them as a table of numbers.</summary>
    public static void Write(string folder, IEnumerable<TrainingSummary> trainings) => AtomicFile.WriteText(
        Path.Combine(folder, FileName), string.Concat(trainings.Select(static one => one.Line)
            .Prepend("condition,start,optimizee,epochs,escape_epoch,best_epoch,best_test_loss,last_test_loss\n")));

    /// <summary>The same to be read in a report.</summary>
    public static TableModel Table(IReadOnlyList<TrainingSummary> trainings) => new(
        "Meta-trainings", "Escape: the first epoch whose test runs have less than three quarters of the loss at chance; never: all " +
            "epochs stayed on the plateau. Test loss: training loss summed over a run, mean over the test runs of an epoch. " +
            $"{trainings.Count(static one => one.Escape is null)} of {trainings.Count} stayed on the plateau.",
        ["meta-training", "start", "network", "escape epoch", "best epoch", "its test loss", "last test loss"],
        [TableGroup.Plain(trainings.Select(static one => new[]
        {
            one.Training.Condition, Whole(one.Training.Start), one.Training.Optimizee, one.Escape is { } escape ? Whole(escape) : "never",
            one.Best is { } best ? Whole(best.Epoch) : "none", one.Best is { } phi ? NumberText.Digits(phi.TestLoss) : "-",
            NumberText.Digits(one.Epochs[^1].TestLoss),
        }))]);

    private string Line => string.Create(CultureInfo.InvariantCulture,
        $"{Training.Condition},{Training.Start},{Training.Optimizee},{Epochs.Length},{Escape},{Best?.Epoch},{Best?.TestLoss},{Last}\n");

    private string Last => double.IsFinite(Epochs[^1].TestLoss) ? Epochs[^1].TestLoss.ToString(CultureInfo.InvariantCulture) : "";

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
}
