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
/// <param name="tests">The tests that are part of it.</param>
internal sealed class PaperPresentation(PaperScale scale, IReadOnlyList<PaperTest> tests)
{
    /// <summary>The folder of the figures in the study's.</summary>
    public const string FiguresFolder = "figures";

    private const int JudgeVersion = 3;
    private const int ReportVersion = 3;
    private const double Megabytes = 500;

    private string Settings => $"scale {scale.Name}\ntests {string.Join(", ", tests.Select(static test => test.Name))}";

    private StepCost Cost(double secondsEach) => new(secondsEach * tests.Count, Megabytes);

    public Step Judge() =>
        new("judge", "judge", JudgeVersion, Settings, [.. tests.Select(static test => test.Name)], Cost(0.5), (context, _) =>
    {
        ClaimsFile.Write(context.Root, ClaimCatalog.Judge(PaperResults.Tables(context, tests)));
        return [ClaimsFile.FileName];
    });

    public Step Draw() =>
        new("draw", "draw", ReportVersion, Settings, [.. tests.Select(static test => test.Name)], Cost(2), (context, cancellation) =>
    {
        string folder = Path.Combine(context.Root, FiguresFolder);
        Directory.CreateDirectory(folder);
        FigureModel[] figures = [.. Parts(context).SelectMany(static part => part.Figures)];
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

    public Step Report() => new("report", "report", ReportVersion, Settings, ["judge", "draw"], Cost(1), (context, _) =>
    {
        IReadOnlyList<(StoredResults Run, ImmutableArray<FigureModel> Figures)> parts = Parts(context);
        ReportDocument document = ReportComposer.ComposeStudy($"scale {scale.Name} on {scale.Data}", ClaimsFile.Read(context.Root), parts);
        ReportWriter.WriteText(context.Root, document, figure => $"{FiguresFolder}/{figure.Name}.svg");
        return [ReportWriter.HtmlFile, ReportWriter.MarkdownFile];
    });

    private IReadOnlyList<(StoredResults Run, ImmutableArray<FigureModel> Figures)> Parts(StepContext context)
    {
        (PaperTest Test, StoredResults Results)[] stored =
            [.. tests.Select(test => (test, StoredResults.Load(context.FolderOf(test.Name)) with { Name = test.Name }))];
        ImmutableArray<string> optimizers = [.. stored.SelectMany(static one => one.Results.Comparison?.Curves ?? [])
            .Select(static curve => curve.Optimizer).Distinct(StringComparer.Ordinal)];
        return [.. stored.Select(one => (one.Results, PaperFigures.Of(one.Test, one.Results, optimizers).ToImmutableArray()))];
    }
}
