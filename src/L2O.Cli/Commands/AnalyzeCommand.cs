using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Tables;

namespace L2O.Cli.Commands;

/// <summary><c>l2o analyze</c>: measures the training dynamics of learned optimizers and tuned baselines over several runs.</summary>
internal sealed class AnalyzeCommand : CliCommand
{
    private const int EveryByDefault = 10;

    private readonly MetaTestSetup _setup = new(new MeasureOptions(measureByDefault: true, EveryByDefault));
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public AnalyzeCommand()
        : base("analyze",
            "Measure how learned optimizers and tuned baselines train: norms, deviations from symmetries, stiffness, histograms, noise; " +
                "writes one tidy table.",
            "l2o analyze runs/quick --out results/dynamics",
            "l2o analyze runs/quick --measure deviations,norms --every 1 --iterations 100 --out results/first",
            "l2o analyze runs/quick --optimizees mlp-leaky-relu-20,mlp-relu-20-batchnorm --snapshots 1,10,100,1000 --iterations 1000 " +
                "--out results/long",
            "l2o analyze runs/quick --out results/dynamics --resume")
    {
        Arguments.Add(_setup.Phis);
        foreach (Option option in _setup.Options)
            Options.Add(option);
        Options.Add(_json);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [.. MetaTestSetup.Sections, .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        MetaTestFolder folder = _setup.Open(invocation, out DataSplits data, out MetaTestRunOptions options);
        Comparison comparison = MetaTestDisplay.Show(
            invocation, "analysis", folder.TotalIterations, progress =>
                folder.Run(data, options with { Progress = progress }, invocation.Cancellation));
        var outputs = new IndependentOutputs();
        outputs.Try("Parquet tables", () => ParquetTables.WriteAll(folder.FullPath));

        string table = Path.Combine(folder.FullPath, MeasurementCsv.FileName);
        var summary = DynamicsSummary.Of(folder.Measurements(), folder.Experiment.Measures!, comparison.Iterations);
        if (invocation.Get(_json))
            invocation.Terminal.Output.WriteLine(JsonSerializer.Serialize(new { table, summary.Rows, summary.Iteration, summary.Entries },
                JsonText.Options));
        else
            summary.Write(invocation.Terminal.Output);
        outputs.ThrowIfAnyFailed();
        invocation.Note($"table: {table}, {summary.Rows} rows; its figures: l2o report '{folder.FullPath}'");
        return ExitCode.Done;
    }
}
