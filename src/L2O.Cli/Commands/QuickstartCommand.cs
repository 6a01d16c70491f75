using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Optimizers;
using L2O.Pretrained;
using L2O.Reporting;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Tables;

namespace L2O.Cli.Commands;

/// <summary><c>l2o quickstart</c>: the whole story in one command and a few minutes.</summary>
internal sealed class QuickstartCommand : CliCommand
{
    private const string Preset = "quick";
    private static readonly string[] Unseen = ["mlp-relu-20", "mlp-sigmoid-20-20"];
    private static readonly OptimizerSettings[] Baselines = ["adam", "sgd", "lion"];

    private readonly Option<string> _data = StandardOptions.Data();
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<string> _out = StandardOptions.Out("l2o-quickstart");
    private readonly Option<string[]> _set = StandardOptions.Set();
    private readonly Option<int> _iterations = ValueOptions.Integer("--iterations", "Steps of each test run", 200, min: 1);
    private readonly Option<int> _runs = ValueOptions.Integer("--runs", "Test runs of each optimizer on each network", 3, min: 1);
    private readonly Option<double?> _threshold = StandardOptions.LossThreshold();
    private readonly Option<ulong> _seed = StandardOptions.Seed();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<string?> _cache = StandardOptions.Cache();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public QuickstartCommand()
        : base("quickstart",
            "Meta-train a learned optimizer, tune Adam, SGD and Lion, test all four on the network it was trained on and on two that it " +
                "never saw, and write a report.",
            "l2o quickstart",
            "l2o quickstart --data mnist --out results/mnist",
            "l2o quickstart --data table:houses.csv,target=price --out results/houses",
            "l2o quickstart --set metaTraining.epochs=1 --runs 1 --out results/tiny")
    {
        foreach (Option option in new Option[]
            { _data, _dataDir, _out, _set, _iterations, _runs, _threshold, _seed, _threads, _cache, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [SettingsHelp.Settings(Preset), CliData.Help, .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        long started = Stopwatch.GetTimestamp();
        int threads = invocation.Get(_threads);
        Experiment experiment = Describe(invocation);
        string[] own = [.. experiment.Mixture.Select(static task => task.Optimizee)];
        string[] optimizees = [.. own, .. Unseen.Except(own)];
        var settings = new MetaTestSettings(invocation.Get(_iterations), invocation.Get(_runs),
            lossThreshold: invocation.Get(_threshold));
        OutputFolder output = Output(invocation);
        DataSplits data = CliData.Load(experiment.Data, invocation.Get(_dataDir), threads);
        Check(experiment, settings, optimizees, data);
        experiment = CliData.Pin(experiment);
        invocation.Note($"results go to {output.FullPath}");

        var folder = MetaTrainingFolder.Create(output.FullPath, experiment);
        PhiFile phi = MetaTrainingJob.Run(invocation, folder, new MetaTrainingData(data.Train, null), threads, CheckpointInterval.Default);
        invocation.Kept = $"the learned optimizer is kept; test it with: l2o meta-test '{output.FullPath}' --out DIR";
        var metaTrained = Stopwatch.GetElapsedTime(started);
        Comparison comparison = Compare(invocation, Test(invocation, data, settings, experiment, threads), settings, optimizees, phi);

        MetricsCsv.Write(output.FullPath, comparison);
        var outputs = new IndependentOutputs();
        outputs.Try("Parquet tables", () => ParquetTables.WriteAll(output.FullPath));
        IReadOnlyList<(string, string)> provenance = Provenance.Of(threads, Stopwatch.GetElapsedTime(started),
        [
            ("dataset", experiment.Data.ToString()),
            .. CliData.Facts(experiment.Data),
            ("meta-trained on", string.Join(", ", own)),
            ("never seen before", string.Join(", ", optimizees.Except(own))),
            ("seed", $"{experiment.Seed}"),
            ("meta-training", Describe(experiment.MetaTraining, metaTrained)),
        ]);
        outputs.Try("report", () => ReportCommand.Write(invocation, output.FullPath, [StoredResults.Load(output.FullPath)], provenance));
        ResultTables.Write(invocation.Terminal, comparison, invocation.Get(_json), output.FullPath);
        outputs.ThrowIfAnyFailed();
        NoteEnd(invocation, output, started);
        return ExitCode.Done;
    }

    private static void Check(Experiment experiment, MetaTestSettings settings, string[] optimizees, DataSplits data)
    {
        MetaTestMemory.Require(settings, optimizees.Length, 1 + Baselines.Length);
        MetaTrainingFolder.Check(experiment, data.Train);
        MetaTestFolder.CheckNetworks(new MetaTestPlan(optimizees: [.. optimizees]), data, experiment.Loss);
    }

    private static void NoteEnd(Invocation invocation, OutputFolder output, long started) => invocation.Note(string.Create(
        CultureInfo.InvariantCulture,
        $"took {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s; open {Path.Combine(output.FullPath, ReportWriter.HtmlFile)}"));

    private OutputFolder Output(Invocation invocation) =>
        invocation.IsGiven(_out) ? OutputFolder.ForNew(invocation.Get(_out)) : OutputFolder.FirstFree(invocation.Get(_out));

    private MetaTest Test(Invocation invocation, DataSplits data, MetaTestSettings settings, Experiment experiment, int threads)
    {
        TrialFolder? searches = TrialCache.Resolve(invocation, invocation.Get(_cache), off: false);
        searches?.Warned = warning => invocation.Warn(warning);
        return MetaTest.OnCatalog(data, settings, experiment.Seed, threads, searches, loss: experiment.Loss);
    }

    private static Comparison Compare(Invocation invocation, MetaTest test, MetaTestSettings settings, string[] optimizees, PhiFile phi)
    {
        Contestant[] contestants =
            [TestContestants.Learned("l2o", phi), .. Baselines.Select(static baseline => TestContestants.Baseline(baseline))];
        return MetaTestDisplay.Show(
            invocation, "meta-testing", MetaTest.TotalIterations(settings, optimizees.Length, contestants),
            progress => test.Run(optimizees, contestants, progress, invocation.Cancellation));
    }

    private static string Describe(MetaTrainingSettings settings, TimeSpan taken) => string.Create(
        CultureInfo.InvariantCulture,
        $"{settings.Epochs} epochs of {settings.RunsPerEpoch} runs of {settings.Iterations} iterations, {taken.TotalSeconds:F0} s");

    /// <summary>The preset with what the user changed; <c>--data X</c> and <c>--set data=X</c> mean the same.</summary>
    private Experiment Describe(Invocation invocation) => ExperimentSource.Change(
        ExperimentPresets.Find(Preset), invocation.IsGiven(_data) ? invocation.Get(_data)
            : null, invocation.IsGiven(_seed) ? invocation.Get(_seed) : null, invocation.Get(_set));
}
