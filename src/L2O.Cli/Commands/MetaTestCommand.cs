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
    private const string CellsFolder = "cells";

    private readonly Argument<string[]> _phis = new("PHI") { Description = "Files of learned optimizers, or the folders of their meta-trainings; may be none", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _experiment = new("--experiment") { Description = "Take data, seed and the metaTesting part from this file, preset or folder; else from the first PHI's folder", HelpName = "EXPERIMENT" };
    private readonly MetaTestOptions _plan = new();
    private readonly Option<string> _out = StandardOptions.Out();
    private readonly Option<bool> _resume = new("--resume") { Description = "Go on with the test in --out: its finished runs are kept" };
    private readonly Option<string?> _cache = StandardOptions.Cache();
    private readonly Option<bool> _noCache = new("--no-cache") { Description = "Search learning rates afresh, and keep nothing of it" };
    private readonly Option<string?> _measure = new("--measure") { Description = $"Also measure the updates' deviation from a symmetry: {string.Join(", ", DeviationMeasures.Names)}", HelpName = "SYMMETRY" };
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
            "l2o meta-test --experiment paper/lion-sgd --measure translation --out results/lion-sgd",
            "l2o meta-test runs/quick --out results/quick --resume")
    {
        Arguments.Add(_phis);
        Options.Add(_experiment);
        foreach (Option option in _plan.All)
            Options.Add(option);
        foreach (Option option in new Option[] { _out, _resume, _cache, _noCache, _measure, _data, _dataDir, _seed, _threads, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections =>
    [
        new HelpSection("Networks", OptimizeeCatalog.Guide),
        new HelpSection("Baselines", [$"tuned for each network: {string.Join(", ", OptimizerCatalog.Names)}", $"as they are: {OptimizerText.Pattern}"]),
        .. base.HelpSections,
    ];

    public override int Run(Invocation invocation)
    {
        long started = Stopwatch.GetTimestamp();
        string[] paths = invocation.Get(_phis);
        Experiment? experiment = invocation.Get(_experiment) is { } named ? ExperimentSource.Load(named) : MetaTestRequest.Origin(paths);
        MetaTestPlan plan = _plan.Plan(invocation, experiment);
        DeviationMeasures? measures = Measures(invocation.Get(_measure));
        if (paths.Length == 0 && experiment is null && !_plan.NamesBaselines(invocation))
            throw new UsageException("there is no PHI; expected the file of a learned optimizer or the folder of its meta-training, or --baselines or --experiment");
        bool resume = invocation.Get(_resume);
        if (resume && measures is not null)
            throw new UsageException("--measure does not go with --resume, finished runs are not watched again; expected one of them");
        OutputFolder output = resume ? OutputFolder.ForResume(invocation.Get(_out), MetaTrainingFolder.ConfigFile) : OutputFolder.ForNew(invocation.Get(_out));
        DataSettings dataset = invocation.Get(_data) is { } name ? new DataSettings(name) : experiment?.Data ?? new DataSettings();
        ulong seed = invocation.IsGiven(_seed) ? invocation.Get(_seed) : experiment?.Seed ?? 1;
        var request = new MetaTestRequest(MetaTestRequest.LoadAll(paths, plan.Baselines), new MetaTestExperiment([.. paths.Select(MetaTestRequest.FileOf)], dataset, seed, plan));
        int threads = invocation.Get(_threads);
        DataSplits data = DataFolder.Resolve(invocation.Get(_dataDir)).Load(dataset.Name, dataset.Options, threads);
        using var keeper = new RunKeeper(output.PathOf(""));
        Begin(output, request, resume);
        return keeper.Keep("meta-test", seed, threads, "all runs are done", invocation.Log, () => Test(invocation, output, request, data, measures, threads, started));
    }

    private int Test(Invocation invocation, OutputFolder output, MetaTestRequest request, DataSplits data, DeviationMeasures? measures, int threads, long started)
    {
        invocation.Kept = $"finished runs are kept; go on with the same command and --resume --out '{output.FullPath}'";
        var job = new MetaTestJob(data, request.Description.MetaTesting.Settings, request.Description.Seed, threads)
        {
            Searches = TrialCache.Resolve(invocation.Get(_cache), invocation.Get(_noCache)),
            Cells = measures is null ? new TrialFolder(output.PathOf(CellsFolder)) : null,
            Observe = measures is null ? null : measures.Observe,
        };
        Comparison comparison = job.Run(invocation, request.Optimizees, request.Contestants);
        MetricsCsv.Write(output.FullPath, comparison);
        if (measures is not null)
            DeviationsCsv.Write(output.FullPath, measures.Results(request.Optimizees, [.. request.Contestants.Select(static contestant => contestant.Name)]));
        ReportCommand.Write(invocation, output.FullPath, [StoredResults.Load(output.FullPath)], Provenance.Of(threads, Stopwatch.GetElapsedTime(started), Facts(request)));
        ResultTables.Write(invocation.Terminal, comparison, invocation.Get(_json), output.FullPath);
        if (measures is not null && !invocation.Get(_json))
            ResultTables.WriteDeviations(invocation.Terminal, measures.Results(request.Optimizees, [.. request.Contestants.Select(static contestant => contestant.Name)]));
        invocation.Note($"report: {Path.Combine(output.FullPath, ReportWriter.HtmlFile)}");
        return ExitCode.Done;
    }

    private static DeviationMeasures? Measures(string? name)
    {
        if (name is null)
            return null;
        int index = DeviationMeasures.Names.ToList().IndexOf(name);
        return index >= 0 ? new DeviationMeasures(Enum.GetValues<SymmetryKind>()[index])
            : throw new UsageException($"option '--measure' has the value '{name}'; expected one of {string.Join(", ", DeviationMeasures.Names)}");
    }

    /// <summary>Describes the test in its folder before its first run, or checks that it is the one described there.</summary>
    private static void Begin(OutputFolder output, MetaTestRequest request, bool resume)
    {
        string config = output.PathOf(MetaTrainingFolder.ConfigFile);
        if (!resume)
        {
            SettingsJson.Save(config, request.Description);
            foreach ((string name, PhiFile phi) in request.Learned)
                phi.Save(output.PathOf(PhiName(request, name)));
        }
        else if (SettingsJson.Format(SettingsJson.Load<MetaTestExperiment>(config)) != SettingsJson.Format(request.Description))
            throw new UsageException($"{config} describes another test; expected the options that it was started with");
    }

    private static string PhiName(MetaTestRequest request, string name) => request.Learned.Count == 1 ? PhiFile.FileName : $"{name}.safetensors";

    private static IEnumerable<(string, string)> Facts(MetaTestRequest request)
    {
        MetaTestPlan plan = request.Description.MetaTesting;
        return
        [
            ("dataset", request.Description.Data.ToString()), ("optimizees", string.Join(", ", request.Optimizees)), ("baselines", string.Join(", ", plan.Baselines)),
            .. request.Learned.Zip(request.Description.Phis).Select(static pair => ($"phi of {pair.First.Name}", pair.Second)),
            .. request.Learned.SelectMany(static learned => learned.Phi.Origin.Select(pair => ($"{learned.Name}: {pair.Key}", pair.Value))),
            ("seed", $"{request.Description.Seed}"), ("iterations", $"{plan.Iterations}"), ("runs", $"{plan.Runs}"),
        ];
    }
}
