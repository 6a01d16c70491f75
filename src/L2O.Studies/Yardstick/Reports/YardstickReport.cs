using L2O.Files;
using L2O.Reporting;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures.Models;
using L2O.Runs;
using L2O.Settings;
using L2O.Studies.Yardstick.Scores;

namespace L2O.Studies.Yardstick.Reports;

/// <summary>Writes the report of a yardstick with its figures.</summary>
internal static class YardstickReport
{
    /// <summary>The folder of the figures in the yardstick's.</summary>
    public const string FiguresFolder = "figures";

    /// <summary>Writes it.</summary>
    /// <param name="folder">The yardstick's.</param>
    /// <param name="plan">What was done.</param>
    /// <param name="results">Its scores.</param>
    /// <param name="tasks">Curves of the tasks.</param>
    /// <returns>The files, relative to the folder.</returns>
    /// <exception cref="IOException">Some files could not be written; the message names them, and the others are there.</exception>
    public static IReadOnlyList<string> Write(string folder, YardstickPlan plan, YardstickResults results, IReadOnlyList<ScoredTask> tasks)
    {
        string pictures = Path.Combine(folder, FiguresFolder);
        Directory.CreateDirectory(pictures);
        FigureModel[] figures = [.. new YardstickFigures(plan, results, tasks).All()];
        var outputs = new IndependentOutputs();
        var files = new List<string>();
        ReportWriter.Draw(figures, pictures, outputs, files);
        outputs.Try("report", () => files.AddRange(ReportWriter.WriteText(folder, Document(plan, results, figures),
            static figure => $"{FiguresFolder}/{figure.Name}.svg")));
        outputs.ThrowIfAnyFailed();
        return [.. files.Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))];
    }

    private static ReportDocument Document(YardstickPlan plan, YardstickResults results, FigureModel[] figures)
    {
        string[] measured = [.. plan.Optimizers.Select(static one => one.Name)];
        ScoreSummary[] told = [.. results.Summaries.Where(one => measured.Length == 0 || measured.Contains(one.Optimizer))];
        return new ReportDocument($"Yardstick: suite {results.Suite}, {(results.Part == "all" ? "all tasks" : $"{results.Part} part")}",
            [.. told.Reverse().Select(YardstickTables.Finding)],
            [
                $"{plan.Suite.Purpose}.", $"{TasksText(plan)}; {plan.Suite.ScoreSeeds} runs of each optimizer, task and horizon.",
                .. results.MuonRate is { } rate ? (string[])[FormattableString.Invariant(
                    $"Muon at one rate for all tasks has {rate}, the best of the validation tasks.")] : [],
                .. results.Missing.Select(static line => $"Skipped: {line}."),
            ],
            [], [.. figures], [.. new[] { YardstickTables.Scores(results), YardstickTables.Pairs(results), YardstickTables.Tasks(results) }
                .Where(static table => !table.Groups.IsEmpty)],
            [new ReportFacts("yardstick", [.. plan.Optimizers.Select(static one => (one.Name, one.Source)),
                .. MachineInfo.Here(1).Facts(hasThreads: false)], SettingsJson.Format(plan.Suite))])
        {
            Optimizers = plan.Names,
        };

        static string TasksText(YardstickPlan plan) => plan.Scored.Length == 1 ? "1 task" : $"{plan.Scored.Length} tasks";
    }
}
