using System.Collections.Immutable;
using L2O.Files;
using L2O.Reporting;
using L2O.Reporting.Documents;
using L2O.Reporting.Figures.Models;
using L2O.Runs;
using L2O.Studies.Paper.Claims;
using L2O.Studies.Steps;
using L2O.Tables;

namespace L2O.Studies.Paper;

/// <summary>Makes the steps that show: verdicts, figures, the report.</summary>
/// <param name="scale">What the study makes.</param>
/// <param name="data">Its data.</param>
/// <param name="tests">The tests that are part of it.</param>
internal sealed class PaperPresentation(PaperScale scale, PaperData data, IReadOnlyList<PaperTest> tests)
{
    /// <summary>The folder of the figures in the study's.</summary>
    public const string FiguresFolder = "figures";

    private const int JudgeVersion = 4;
    private const int ReportVersion = 4;
    private const double Megabytes = 500;

    private readonly PaperResults _results = new(scale);

    private readonly PaperTraining[] _trainings =
        [.. scale.Trainings.Where(training => tests.Any(test => test.Trainings.Contains(training.Name)))];

    private string Settings => $"scale {scale.Name}\ntests {string.Join(", ", tests.Select(static test => test.Name))}\n" +
        $"trainings {string.Join(", ", _trainings.Select(static training => training.Name))}";

    private string[] Inputs => [.. _trainings.Select(PaperSteps.NameOf), .. tests.Select(static test => test.Name)];

    private StepCost Cost(double secondsEach) => new(secondsEach * tests.Count, Megabytes);

    public Step Judge() =>
        new("judge", "judge", JudgeVersion, Settings, [.. Inputs], Cost(0.5), (context, _) =>
    {
        ImmutableArray<ClaimResult> claims = ClaimCatalog.Judge(_results.Tables(context, tests));
        ClaimsFile.Write(context.Root, scale.CanJudge ? claims : ClaimCatalog.WithoutVerdict(claims, scale.Name));
        TrainingSummary.Write(context.Root, TrainingsOf(context));
        return [ClaimsFile.FileName, TrainingSummary.FileName];
    });

    public Step Draw() =>
        new("draw", "draw", ReportVersion, Settings, [.. Inputs], Cost(2), (context, cancellation) =>
    {
        string folder = Path.Combine(context.Root, FiguresFolder);
        Directory.CreateDirectory(folder);
        FigureModel[] figures = [.. Parts(context).SelectMany(static part => part.Figures), .. Overview(context)];
        var files = new List<string>();
        var outputs = new IndependentOutputs();
        for (int i = 0; i < figures.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            context.Progress.Report((double)i / figures.Length);
            ReportWriter.Draw([figures[i]], folder, outputs, files);
        }
        outputs.ThrowIfAnyFailed();
        return [.. files.Select(path => Path.GetRelativePath(context.Root, path))];
    });

    // Not behind the pictures: one that can't be drawn must not cost the tables.
    public Step Report() => new("report", "report", ReportVersion, Settings, ["judge", .. Inputs], Cost(1), (context, _) =>
    {
        IReadOnlyList<(StoredResults Run, ImmutableArray<FigureModel> Figures)> parts = Parts(context);
        ReportDocument document = ReportComposer.ComposeStudy($"scale {scale.Name} on {scale.Data}", ClaimsFile.Read(context.Root), parts,
            Overview(context), _trainings.Length > 0 ? [TrainingSummary.Table(TrainingsOf(context))] : [],
            scale.CanJudge ? null : $"Scale {scale.Name} can't judge: it runs every step once on a few images, and its numbers say " +
                "nothing of the study. Scale quick or full can.");
        ReportWriter.WriteText(context.Root, document, figure => $"{FiguresFolder}/{figure.Name}.svg");
        return [ReportWriter.HtmlFile, ReportWriter.MarkdownFile];
    });

    private ImmutableArray<TrainingSummary> TrainingsOf(StepContext context) => TrainingSummary.Read(context, data, _trainings);

    private IReadOnlyList<FigureModel> Overview(StepContext context) =>
        _trainings.Length > 0 ? [TrainingsFigure.Describe(TrainingsOf(context))] : [];

    private IReadOnlyList<(StoredResults Run, ImmutableArray<FigureModel> Figures)> Parts(StepContext context)
    {
        (PaperTest Test, StoredResults Results)[] stored =
            [.. tests.Select(test => (test, _results.Load(context, test)))];
        ImmutableArray<string> optimizers = [.. stored.SelectMany(static one => one.Results.Comparison?.Curves ?? [])
            .Select(static curve => curve.Optimizer).Distinct(StringComparer.Ordinal)];
        return [.. stored.Select(one => (one.Results,
            PaperFigures.Of(one.Test, one.Results, optimizers, scale.Trainings).ToImmutableArray()))];
    }
}
