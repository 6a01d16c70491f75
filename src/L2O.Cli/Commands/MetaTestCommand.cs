using System.CommandLine;
using System.Diagnostics;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Reporting;
using L2O.Reporting.Tables;
using L2O.Runs;

namespace L2O.Cli.Commands;

/// <summary><c>l2o meta-test</c>: compares learned optimizers, tuned baselines and mixtures on several networks.</summary>
internal sealed class MetaTestCommand : CliCommand
{
    private readonly MetaTestSetup _setup = new(new MeasureOptions());
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public MetaTestCommand()
        : base("meta-test",
            "Compare learned optimizers with tuned baselines and mixtures; writes tables, figures and a report.",
            "l2o meta-test runs/quick --out results/quick",
            "l2o meta-test runs/quick/phi.safetensors --optimizees mlp-relu-20,mlp-tanh-40-20 --baselines adam --iterations 500 --out " +
                "results/far",
            "l2o meta-test runs/plain runs/rescale --baselines adam,adam@0.01,0.5*lion@0.005+0.5*sgd@0.1 --out results/matrix",
            "l2o meta-test --experiment paper/lion-sgd --measure deviations --out results/lion-sgd",
            "l2o meta-test runs/quick --out results/quick --resume")
    {
        Arguments.Add(_setup.Phis);
        foreach (Option option in _setup.Options)
            Options.Add(option);
        Options.Add(_json);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [.. MetaTestSetup.Sections, .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        long started = Stopwatch.GetTimestamp();
        MetaTestFolder folder = _setup.Open(invocation, out DataSplits data, out MetaTestRunOptions options);
        Comparison comparison = MetaTestDisplay.Show(
            invocation, "meta-testing", folder.TotalIterations, progress =>
                folder.Run(data, options with { Progress = progress }, invocation.Cancellation));
        Report(invocation, folder, comparison, Provenance.Of(options.Threads, Stopwatch.GetElapsedTime(started), Facts(folder)));
        return ExitCode.Done;
    }

    private void Report(Invocation invocation, MetaTestFolder folder, Comparison comparison, IReadOnlyList<(string, string)> provenance)
    {
        var outputs = new IndependentOutputs();
        outputs.Try("report", () =>
            ReportCommand.Write(invocation, folder.FullPath, [StoredResults.Load(folder.FullPath)], provenance));
        outputs.Try("Parquet tables", () => ParquetTables.WriteAll(folder.FullPath));
        ResultTables.Write(invocation.Terminal, comparison, invocation.Get(_json), folder.FullPath);
        if (folder.Experiment.Measures is { } measures && !invocation.Get(_json))
            DeviationTable.Write(invocation.Terminal, folder.Measurements(), measures.Live, comparison.Iterations);
        outputs.ThrowIfAnyFailed();
        invocation.Note($"report: {Path.Combine(folder.FullPath, ReportWriter.HtmlFile)}");
    }

    private static IEnumerable<(string, string)> Facts(MetaTestFolder folder)
    {
        MetaTestExperiment test = folder.Experiment;
        MetaTestPlan plan = test.MetaTesting;
        return
        [
            ("dataset", test.Data.ToString()), .. CliData.Facts(test.Data),
                ("optimizees", string.Join(", ", plan.Optimizees ?? [])), ("baselines", string.Join(", ", plan.Baselines)),
            .. test.Phis.Select(static phi => ($"phi of {phi.Name}", phi.Source)),
            .. test.Phis.Zip(folder.Phis)
                .SelectMany(static pair => pair.Second.Origin.Select(fact => ($"{pair.First.Name}: {fact.Key}", fact.Value))),
            ("seed", $"{test.Seed}"), ("iterations", $"{plan.Iterations}"), ("runs", $"{plan.Runs}"),
            .. test.Measures is { } measures ? (IEnumerable<(string, string)>)[("measures", string.Join(", ", measures.Names))] : [],
        ];
    }
}
