using System.CommandLine;
using System.Diagnostics;
using L2O.Data;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Reporting;
using L2O.Runs;

namespace L2O.Cli.Commands;

/// <summary><c>l2o meta-test</c>: compares learned optimizers, tuned baselines and mixtures on several networks.</summary>
internal sealed class MetaTestCommand : CliCommand
{
    private readonly Argument<string[]> _phis = new("PHI") { Description = "Files of learned optimizers, or the folders of their meta-trainings; may be none", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _experiment = new("--experiment") { Description = "Take data, seed and the metaTesting part from this file, preset or folder; else from the first PHI's folder", HelpName = "EXPERIMENT" };
    private readonly MetaTestOptions _plan = new();
    private readonly Option<string> _out = StandardOptions.Out();
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the test in --out: its finished runs are kept" };
    private readonly Option<string?> _cache = StandardOptions.Cache();
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Search learning rates afresh, and keep nothing of it" };
    private readonly MeasureOptions _measures = new();
    private readonly Option<string?> _data = StandardOptions.DataInstead();
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<ulong> _seed = StandardOptions.SeedInstead();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public MetaTestCommand()
        : base("meta-test",
            "Compare learned optimizers with tuned baselines and mixtures; writes tables, figures and a report.",
            "l2o meta-test runs/quick --out results/quick",
            "l2o meta-test runs/quick/phi.safetensors --optimizees mlp-relu-20,mlp-tanh-40-20 --baselines adam --iterations 500 --out results/far",
            "l2o meta-test runs/plain runs/rescale --baselines adam,adam@0.01,0.5*lion@0.005+0.5*sgd@0.1 --out results/matrix",
            "l2o meta-test --experiment paper/lion-sgd --measure deviations --out results/lion-sgd",
            "l2o meta-test runs/quick --out results/quick --resume")
    {
        Arguments.Add(_phis);
        Options.Add(_experiment);
        foreach (Option option in _plan.All)
            Options.Add(option);
        foreach (Option option in _measures.All)
            Options.Add(option);
        foreach (Option option in new Option[] { _out, _resume, _cache, _noCache, _data, _dataDir, _seed, _threads, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections =>
    [
        new HelpSection("Networks", OptimizeeCatalog.Guide),
        new HelpSection("Baselines", [$"tuned for each network: {string.Join(", ", OptimizerCatalog.Names)}", $"as they are: {OptimizerText.Pattern}"]),
        MeasureOptions.Section,
        .. base.HelpSections,
    ];

    public override int Run(Invocation invocation)
    {
        long started = Stopwatch.GetTimestamp();
        string[] paths = invocation.Get(_phis);
        Experiment? experiment = invocation.Get(_experiment) is { } named ? ExperimentSource.Load(named) : MetaTestRequest.Origin(paths);
        MetaTestPlan plan = _plan.Plan(invocation, experiment);
        ulong seed = invocation.IsGiven(_seed) ? invocation.Get(_seed) : experiment?.Seed ?? 1;
        MeasurePlan? measures = _measures.Plan(invocation, seed);
        if (paths.Length == 0 && experiment is null && !_plan.NamesBaselines(invocation))
            throw new UsageException("there is no PHI; expected the file of a learned optimizer or the folder of its meta-training, or --baselines or --experiment");
        bool resume = invocation.Get(_resume);
        OutputFolder output = resume ? OutputFolder.ForResume(invocation.Get(_out), MetaTestFolder.ConfigFile) : OutputFolder.ForNew(invocation.Get(_out));
        DataSettings dataset = invocation.Get(_data) is { } name ? new DataSettings(name) : experiment?.Data ?? new DataSettings();
        IReadOnlyList<(string Name, PhiFile Phi)> learned = MetaTestRequest.LoadAll(paths, plan.Baselines);
        var description = new MetaTestExperiment([.. learned.Zip(paths, static (phi, path) => new TestedPhi(phi.Name, MetaTestRequest.FileOf(path)))], dataset, seed, plan, measures);
        int threads = invocation.Get(_threads);
        DataSplits data = DataFolder.Resolve(invocation.Get(_dataDir)).Load(dataset.Name, dataset.Options, threads);
        MetaTestFolder folder = resume
            ? MetaTestFolder.Resume(output.FullPath, description)
            : MetaTestFolder.Create(output.FullPath, description, [.. learned.Select(static phi => phi.Phi)]);

        invocation.Kept = $"finished runs are kept; go on with the same command and --resume --out '{output.FullPath}'";
        var options = new MetaTestRunOptions { Threads = threads, Searches = TrialCache.Resolve(invocation.Get(_cache), invocation.Get(_noCache)), Logger = invocation.Log };
        Comparison comparison = MetaTestDisplay.Show(
            invocation, "meta-testing", folder.TotalIterations, progress => folder.Run(data, options with { Progress = progress }, invocation.Cancellation));
        Report(invocation, folder, comparison, Provenance.Of(threads, Stopwatch.GetElapsedTime(started), Facts(folder)));
        return ExitCode.Done;
    }

    private void Report(Invocation invocation, MetaTestFolder folder, Comparison comparison, IReadOnlyList<(string, string)> provenance)
    {
        ReportFiles report = ReportWriter.Write(folder.FullPath, new ReportContent($"Meta-test on {folder.Experiment.Data.Name}", comparison, [], provenance));
        foreach (string warning in report.Warnings)
            invocation.Note($"warning: {warning}");
        ResultTables.Write(invocation.Terminal, comparison, invocation.Get(_json), folder.FullPath);
        if (folder.Experiment.Measures is { } measures && !invocation.Get(_json))
            DeviationTable.Write(invocation.Terminal, folder.Measurements(), measures.Live, comparison.Iterations);
        invocation.Note($"report: {Path.Combine(folder.FullPath, ReportWriter.HtmlFile)}");
    }

    private static IEnumerable<(string, string)> Facts(MetaTestFolder folder)
    {
        MetaTestExperiment test = folder.Experiment;
        MetaTestPlan plan = test.MetaTesting;
        return
        [
            ("dataset", test.Data.ToString()), ("optimizees", string.Join(", ", plan.Optimizees ?? [])), ("baselines", string.Join(", ", plan.Baselines)),
            .. test.Phis.Select(static phi => ($"phi of {phi.Name}", phi.Source)),
            .. test.Phis.Zip(folder.Phis).SelectMany(static pair => pair.Second.Origin.Select(fact => ($"{pair.First.Name}: {fact.Key}", fact.Value))),
            ("seed", $"{test.Seed}"), ("iterations", $"{plan.Iterations}"), ("runs", $"{plan.Runs}"),
            .. test.Measures is { } measures ? (IEnumerable<(string, string)>)[("measures", string.Join(", ", measures.Names))] : [],
        ];
    }
}
