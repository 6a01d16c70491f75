using L2O.MetaTesting;
using L2O.Reporting.Claims;
using L2O.Reporting.Figures;
using L2O.Runs;

namespace L2O.Studies.Paper;

/// <summary>Makes the steps that show: figures, verdicts, the report.</summary>
/// <param name="scale">What the study makes.</param>
/// <param name="tests">The tests that are part of it.</param>
internal sealed class PaperPresentation(PaperScale scale, IReadOnlyList<PaperTest> tests)
{
    /// <summary>The folder of the figures in the study's.</summary>
    public const string FiguresFolder = "figures";

    private const double Megabytes = 500;

    private string Settings => $"scale {scale.Name}\ntests {string.Join(", ", tests.Select(static test => test.Name))}";

    private StepCost Cost(double secondsEach) => new(secondsEach * tests.Count, Megabytes);

    public Step Judge() => new("judge", "judge", 1, Settings, [.. tests.Select(static test => test.Name)], Cost(0.5), (context, _) =>
    {
        ClaimsFile.Write(context.Root, ClaimCatalog.Judge(PaperResults.Tables(context, tests)));
        return [ClaimsFile.FileName];
    });

    public Step Draw() => new("draw", "draw", 1, Settings, [.. tests.Select(static test => test.Name)], Cost(2), (context, cancellation) =>
    {
        string folder = Path.Combine(context.Root, FiguresFolder);
        Directory.CreateDirectory(folder);
        var files = new List<string>();
        for (int i = 0; i < tests.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            context.Progress.Report((double)i / tests.Count);
            Comparison comparison = MetricsCsv.Read(context.FolderOf(tests[i].Name));
            FigurePage figure = LossCurveFigure.Draw(comparison);
            string name = $"{tests[i].Name}-loss";
            figure.SavePng(Path.Combine(folder, $"{name}.png"));
            figure.SaveSvg(Path.Combine(folder, $"{name}.svg"));
            files.AddRange([$"{FiguresFolder}/{name}.png", $"{FiguresFolder}/{name}.svg"]);
        }
        return files;
    });

    public Step Report() => new("report", "report", 1, Settings, ["judge", "draw"], Cost(1), (context, _) =>
    {
        AtomicFile.WriteText(Path.Combine(context.Root, ClaimsMarkdown.FileName), ClaimsMarkdown.Render(scale, ClaimsFile.Read(context.Root)));
        return [ClaimsMarkdown.FileName];
    });
}
