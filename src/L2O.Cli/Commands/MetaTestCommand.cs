using System.CommandLine;
using System.Diagnostics;
using L2O.Data;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Reporting;
using L2O.Runs;

namespace L2O.Cli.Commands;

/// <summary><c>l2o meta-test</c>: compares a stored learned optimizer with tuned baselines.</summary>
internal sealed class MetaTestCommand : CliCommand
{
    private readonly Argument<string> _phi = new("PHI") { Description = "File of the learned optimizer, or the folder of its meta-training" };
    private readonly Option<NameList> _optimizees = ValueOptions.Names("--optimizees", "Networks to train, named as below", "mlp-sigmoid-20");
    private readonly Option<NameList> _baselines = ValueOptions.Names("--baselines", $"Optimizers to compare with, of {string.Join(", ", OptimizerCatalog.Names)}; each is tuned for each network", "adam", "sgd", "lion");
    private readonly Option<int> _iterations = ValueOptions.Integer("--iterations", "Steps of each run", 200, min: 1);
    private readonly Option<int> _runs = ValueOptions.Integer("--runs", "Runs of each optimizer on each network", 3, min: 1);
    private readonly Option<string> _out = StandardOptions.Out();
    private readonly Option<string> _data = StandardOptions.Data();
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<ulong> _seed = StandardOptions.Seed();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public MetaTestCommand()
        : base("meta-test",
            "Compare a learned optimizer with tuned baselines; writes tables, figures and a report.",
            "l2o meta-test runs/quick --out results/quick",
            "l2o meta-test runs/quick/phi.safetensors --optimizees mlp-relu-20,mlp-tanh-40-20 --baselines adam --iterations 500 --out results/far")
    {
        Arguments.Add(_phi);
        foreach (Option option in new Option[] { _optimizees, _baselines, _iterations, _runs, _out, _data, _dataDir, _seed, _threads, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [new HelpSection("Networks", OptimizeeCatalog.Guide), .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        long started = Stopwatch.GetTimestamp();
        string[] optimizees = [.. invocation.Get(_optimizees).Names], baselines = [.. invocation.Get(_baselines).Names];
        MetaTestJob.CheckNames(optimizees, baselines);
        OutputFolder output = OutputFolder.ForNew(invocation.Get(_out));
        string path = invocation.Get(_phi);
        var phi = PhiFile.Load(Directory.Exists(path) ? Path.Combine(path, PhiFile.FileName) : path);
        if (!phi.Settings.SuppliesItsInputs)
            throw new UsageException($"{path} has extra inputs of unknown meaning; expected a file whose metadata name them, or none");
        int threads = invocation.Get(_threads);
        ulong seed = invocation.Get(_seed);
        DataSplits data = DataFolder.Resolve(invocation.Get(_dataDir)).Load(invocation.Get(_data), threads: threads);
        var settings = new MetaTestSettings(invocation.Get(_iterations), invocation.Get(_runs));
        invocation.Kept = "the runs done so far are not kept";
        Comparison comparison = MetaTestJob.Run(invocation, data, phi, optimizees, baselines, settings, seed, threads);

        MetricsCsv.Write(output.PathOf(""), comparison);
        SettingsJson.Save(output.PathOf(MetaTrainingFolder.ConfigFile), new MetaTestExperiment(optimizees, baselines, data.Name, seed, settings));
        phi.Save(output.PathOf(PhiFile.FileName));
        IReadOnlyList<(string, string)> provenance = Provenance.Of(threads, Stopwatch.GetElapsedTime(started),
        [
            ("dataset", data.Name), ("optimizees", string.Join(", ", optimizees)), ("phi", path),
            .. phi.Origin.Select(static pair => ($"phi: {pair.Key}", pair.Value)), ("seed", $"{seed}"), ("iterations", $"{settings.Iterations}"), ("runs", $"{settings.Runs}"),
        ]);
        ReportFiles report = ReportWriter.Write(output.FullPath, new ReportContent($"Meta-test on {data.Name}", comparison, [], provenance));
        foreach (string warning in report.Warnings)
            invocation.Note($"warning: {warning}");
        ResultTables.Write(invocation.Terminal, comparison, invocation.Get(_json), output.FullPath);
        invocation.Note($"report: {Path.Combine(output.FullPath, ReportWriter.HtmlFile)}");
        return ExitCode.Done;
    }
}
