using System.CommandLine;
using System.Globalization;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Progress;
using L2O.Reporting.Documents;
using L2O.Studies.Paper;
using L2O.Studies.Steps;
using L2O.Tables;

namespace L2O.Cli.Commands;

/// <summary><c>l2o paper</c>: reproduces the study.</summary>
internal sealed class PaperCommand : CliCommand
{
    private const double MemoryShare = 0.8;
    private const double Megabyte = 1e6;

    private readonly PaperOptions _paper = new();
    private readonly Option<bool> _dryRun =
        new("--dry-run") { Description = "Show the steps with the time that they will take on this machine, and make none" };
    private readonly Option<string?> _step = new("--step")
    {
        Description = "Make this step alone, whose inputs are done: a job of 'l2o submit paper'",
        HelpName = "NAME",
    };
    private readonly Option<int> _threads = StandardOptions.Threads();

    public PaperCommand()
        : base("paper",
            "Reproduce the study: meta-train, tune, test, measure, draw, and judge each of its claims. What is done is kept: the same " +
                "command goes on where the last one ended.",
            "l2o paper --scale quick --out paper",
            "l2o paper --scale quick --dry-run",
            "l2o paper --scale smoke --out smoke",
            "l2o paper --scale quick --only fig4,fig8 --out paper",
            "l2o paper --scale quick --seeds 5 --out paper",
            "l2o paper --scale quick --data digits --out digits")
    {
        foreach (Option option in (Option[])[.. _paper.All, _dryRun, _step, _threads])
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections =>
        [new HelpSection("Scales", [.. PaperScales.All.Select(static scale => $"{scale.Name,-6} {scale.Purpose}")]), .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        PaperScale scale = _paper.Scale(invocation);
        int cores = invocation.Get(_threads) is > 0 and var threads ? threads : Environment.ProcessorCount;
        PaperStudy study = _paper.Plan(invocation, cores);
        if (invocation.Get(_step) is { } step)
            return RunStep(invocation, study, step, cores);
        if (invocation.Get(_dryRun))
        {
            Show(invocation.Terminal.Output, study.Graph, scale, cores);
            return ExitCode.Done;
        }
        invocation.Kept =
            $"finished steps are kept, and those that ran can go on; give the same command again with --out '{study.FullPath}'";
        double memory = Math.Max(1, MemoryShare * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte);
        try
        {
            StudyDisplay.Run(invocation, study.Graph, cores,
                progress => study.Run(new StepLimits(cores, memory), progress, invocation.Cancellation));
        }
        catch (StepsFailedException failure)
        {
            throw new WorkFailedException($"{failure.Message}; give the same command again to go on");
        }
        if (!scale.CanJudge)
            invocation.Terminal.Output.WriteLine($"scale {scale.Name} can't judge the claims; quick and full can");
        Report(invocation.Terminal.Output, ClaimsFile.Read(study.FullPath));
        invocation.Note($"everything is in {study.FullPath}");
        return ExitCode.Done;
    }

    private static int RunStep(Invocation invocation, PaperStudy study, string step, int threads)
    {
        invocation.Kept = $"what the step '{step}' has done is kept; give the same command again to go on";
        try
        {
            bool isNew = study.RunStep(step, threads, invocation.Cancellation);
            invocation.Note($"step '{step}' {(isNew ? "is done" : "was done already")}");
            return ExitCode.Done;
        }
        catch (StepsFailedException failure)
        {
            throw new WorkFailedException(failure.Message);
        }
    }

    private static void Show(TextWriter output, StepGraph graph, PaperScale scale, int cores)
    {
        output.WriteLine($"{scale.Name} on {scale.Data}: {scale.Purpose}");
        output.WriteLine();
        int width = graph.Steps.Max(static step => step.Name.Length);
        foreach (Step step in graph.Steps)
            output.WriteLine(
                ($"  {step.Name.PadRight(width)}  {Duration.Text(step.Cost.Seconds),12}  " +
                (step.Inputs.IsEmpty ? "" : $"after {Inputs(step)}")).TrimEnd());
        output.WriteLine();
        double work = graph.Steps.Sum(static step => step.Cost.Seconds);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{graph.Steps.Length} steps, {Duration.Text(work)} of work, about " +
            $"{Duration.Text(new StepForecast(graph, cores).SecondsLeft())} with {cores} cores"));
    }

    private static string Inputs(Step step) => step.Inputs.Length > 4 ? $"{step.Inputs.Length} steps" : string.Join(", ", step.Inputs);

    private static void Report(TextWriter output, IEnumerable<ClaimResult> claims)
    {
        foreach (ClaimResult claim in claims)
            output.WriteLine($"{claim.Id,-3}  {ClaimText.Of(claim.Verdict),-14}  {claim.Finding}");
    }
}
