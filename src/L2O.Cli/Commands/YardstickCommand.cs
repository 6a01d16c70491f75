using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cli.Progress;
using L2O.Reporting;
using L2O.Reporting.Tables;
using L2O.Studies.Steps;
using L2O.Studies.Yardstick;
using L2O.Studies.Yardstick.Envelopes;
using L2O.Studies.Yardstick.Reports;
using L2O.Studies.Yardstick.Suites;

namespace L2O.Cli.Commands;

/// <summary><c>l2o yardstick</c>: measures optimizers on a suite of tasks, next to baselines that are tuned for each.</summary>
internal sealed class YardstickCommand : CliCommand
{
    private const double MemoryShare = 0.8;
    private const double Megabyte = 1e6;

    private readonly YardstickOptions _yardstick = new();
    private readonly Option<bool> _dryRun =
        new("--dry-run") { Description = "Show tasks and steps with the time that they will take on this machine, and make none" };
    private readonly Option<string?> _step = new("--step")
    {
        Description = "Make this step alone, whose inputs are done: a job of 'l2o submit yardstick'",
        HelpName = "NAME",
    };
    private readonly Option<string?> _envelopes = new("--envelopes")
    {
        Description = "Instead of measuring, compare Adam at constant rates with the published envelopes in FILE: JSON, for each task "
            + "[steps, losses]; goes with --suite envelopes",
        HelpName = "FILE",
    };
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public YardstickCommand()
        : base("yardstick",
            "Measure optimizers on a suite of tasks next to baselines that are tuned for each task and horizon: speed-up over tuned Adam, "
                + "losses, test metric, tasks won, divergence, time. Runs are kept: the same command goes on where the last one ended.",
            "l2o yardstick pretrained/sigmoid",
            "l2o yardstick pretrained/sigmoid --suite laptop --part validation --out yardstick",
            "l2o yardstick runs/a runs/b --suite laptop --part validation --horizons 2000 --out candidates",
            "l2o yardstick adam@0.001:schedule=cosine --suite quick --json",
            "l2o yardstick --suite laptop --dry-run",
            "l2o yardstick pretrained/sigmoid --suite suite.json --out mine",
            "l2o yardstick --suite envelopes --horizons 1000,2000 --envelopes tuned-envelopes.json")
    {
        Arguments.Add(_yardstick.Optimizers);
        foreach (Option option in (Option[])[.. _yardstick.All, _dryRun, _step, _envelopes, _threads, _json])
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections =>
    [
        new HelpSection("Suites", [.. SuiteCatalog.Names.Select(static name => $"{name,-9} {SuiteCatalog.Find(name).Purpose}")]),
        .. base.HelpSections,
    ];

    public override int Run(Invocation invocation)
    {
        int cores = invocation.Get(_threads) is > 0 and var threads ? threads : Environment.ProcessorCount;
        SuiteData data = _yardstick.Data(invocation);
        YardstickPlan plan = _yardstick.Plan(invocation, data);
        if (invocation.Get(_envelopes) is { } published)
            return Compare(invocation, plan, data, PublishedEnvelopes.Load(published), cores);
        string folder = _yardstick.Folder(invocation, plan);
        var study = YardstickStudy.Plan(folder, plan, data, invocation.Cancellation);
        if (invocation.Get(_dryRun))
        {
            Show(invocation.Terminal.Output, plan, study.Graph, cores);
            return ExitCode.Done;
        }
        invocation.Kept = $"finished runs are kept; give the same command again with --out '{study.FullPath}'";
        if (plan.Store is { } store)
            store.Warned = invocation.Warn;
        try
        {
            if (invocation.Get(_step) is { } step)
            {
                bool isNew = study.RunStep(step, cores, invocation.Cancellation);
                invocation.Note($"step '{step}' {(isNew ? "is done" : "was done already")}");
                return ExitCode.Done;
            }
            double memory = Math.Max(1, MemoryShare * GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte);
            StudyDisplay.Run(invocation, study.Graph, cores,
                progress => study.Run(new StepLimits(cores, memory), progress, invocation.Cancellation));
        }
        catch (StepsFailedException failure)
        {
            throw new WorkFailedException($"{failure.Message}; give the same command again to go on");
        }
        Report(invocation, study.FullPath);
        return ExitCode.Done;
    }

    private void Report(Invocation invocation, string folder)
    {
        if (invocation.Get(_json))
            invocation.Terminal.Output.Write(File.ReadAllText(Path.Combine(folder, YardstickResults.FileName)));
        else
        {
            var results = YardstickResults.Load(folder);
            invocation.Terminal.Output.WriteLine(TextTable.Render(YardstickTables.Scores(results)));
            if (!results.Pairs.IsEmpty)
                invocation.Terminal.Output.WriteLine(TextTable.Render(YardstickTables.Pairs(results)));
        }
        invocation.Note($"report: {Path.Combine(folder, ReportWriter.HtmlFile)}");
    }

    private int Compare(Invocation invocation, YardstickPlan plan, SuiteData data, PublishedEnvelopes published, int cores)
    {
        var comparison = new EnvelopeComparison(plan.Suite, data, plan.Store, cores);
        invocation.Kept = "finished runs are kept; give the same command again to go on";
        ImmutableArray<EnvelopeRow> rows = invocation.WithProgress(new ProgressPlan("envelopes", "runs", comparison.Runs),
            reporter => comparison.Compare(published, done => reporter.Report(done), invocation.Cancellation));
        if (invocation.Get(_json))
            invocation.Terminal.Output.WriteLine(JsonSerializer.Serialize(rows, JsonText.Options));
        else
            invocation.Terminal.Output.Write(TextTable.Render(YardstickTables.Envelopes(rows)));
        return ExitCode.Done;
    }

    private static void Show(TextWriter output, YardstickPlan plan, StepGraph graph, int cores)
    {
        output.WriteLine($"{plan.Suite.Name}: {plan.Suite.Purpose}");
        output.WriteLine();
        int width = graph.Steps.Max(static step => step.Name.Length);
        foreach (Step step in graph.Steps)
            output.WriteLine($"  {step.Name.PadRight(width)}  {Duration.Text(step.Cost.Seconds),12}");
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{plan.Scored.Length} tasks, {graph.Steps.Length} steps, ")
            + $"{Duration.Text(graph.Steps.Sum(static step => step.Cost.Seconds))} of work, about "
            + $"{Duration.Text(new StepForecast(graph, cores).SecondsLeft())} with {cores} cores where nothing is kept");
    }
}
