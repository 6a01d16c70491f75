using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cluster;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTraining;
using L2O.Pretrained;
using L2O.Reporting.Tables;
using L2O.Runs;
using L2O.Settings;
using L2O.Tables;

namespace L2O.Cli.Commands;

/// <summary><c>l2o meta-train</c>: trains a learned optimizer.</summary>
internal sealed class MetaTrainCommand : CliCommand
{
    private readonly Argument<string?> _config =
        new("CONFIG") { Description = "An experiment in JSON, see 'l2o schema'; instead of a preset", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _preset = new("--preset")
    {
        Description = "What to train and how: a name that 'l2o presets' lists",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "quick"
    };
    private readonly Option<string[]> _set = StandardOptions.Set();
    private readonly Option<string> _out = StandardOptions.Out();
    private readonly Option<bool> _resume =
        new("--resume")
        {
            Description =
        "Go on with the run in --out where its last checkpoint is; of its settings only metaTraining.epochs may change"
        };
    private readonly Option<CheckpointInterval> _checkpoints = StandardOptions.Checkpoints();
    private readonly Option<string?> _data = StandardOptions.DataInstead();
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<ulong> _seed = StandardOptions.SeedInstead();
    private readonly Option<int> _threads = StandardOptions.Threads();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();
    private readonly WorkerOptions _worker = new();

    public MetaTrainCommand()
        : base("meta-train",
            "Meta-train a learned optimizer into a folder. However the process ends, the run can be resumed and ends in the same bits.",
            "l2o meta-train --preset quick --out runs/quick",
            "l2o meta-train experiment.json --out runs/mine",
            "l2o meta-train --preset paper/rescale-0.1 --set metaTraining.regularizer.beta=0.3 --out runs/rescale",
            "l2o meta-train --preset paper/sigmoid --data digits --out runs/sigmoid",
            "l2o meta-train --data table:houses.csv,target=price --set optimizee=mlp-relu-20 --out runs/houses",
            "l2o meta-train --set metaTraining.epochs=2 --set learnedOptimizer.hiddenSize=32 --out runs/h32",
            "l2o meta-train --resume --out runs/h32",
            "l2o meta-train --preset pes-digits --set particles.metaSteps=400 --out runs/pes",
            "l2o meta-train --preset pes-digits --worker 0/2 --out runs/shared",
            "l2o meta-train --checkpoint-every 5min --log-json train.jsonl --out runs/quick",
            "l2o meta-train --resume --set metaTraining.epochs=4 --out runs/h32")
    {
        Arguments.Add(_config);
        foreach (Option option in new Option[] { _preset, _set, _out, _resume, _data, _dataDir, _seed, _threads, _checkpoints,
            _worker.Place, _worker.Timeout, _worker.Port, _json })
            Options.Add(option);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [SettingsHelp.Settings("quick"), CliData.Help, .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        long started = Stopwatch.GetTimestamp();
        if (_worker.Of(invocation) is not { } place)
            return Alone(invocation, started);
        if (invocation.Get(_resume))
            throw new UsageException(
                $"--worker {place} does not go with --resume; a worker goes on by itself where its last checkpoint is");
        Experiment experiment = Describe(invocation, null);
        ClusterRun.Check(experiment, place);
        OutputFolder output = OutputFolder.ForWorker(invocation.Get(_out), place);
        int threads = invocation.Get(_threads);
        MetaTrainingData data = MetaTrainingData.Load(experiment, invocation.Get(_dataDir), threads);
        data.Check(experiment);
        var options = new ClusterOptions
        {
            Checkpoints = invocation.Get(_checkpoints),
            Timeout = invocation.Get(_worker.Timeout),
            Port = invocation.Get(_worker.Port),
            Note = invocation.Note,
        };
        using WorkerSession? session = WorkerSession.Open(output.FullPath, place, CliData.Pin(experiment), data.Sources!, options,
            invocation.Cancellation);
        if (session is null || WorkerJob.Run(invocation, session, data, threads, options.Checkpoints) is not { } phi)
            invocation.Note($"worker {place}: worker 0 is done, the results are in {output.FullPath}");
        else if (place.IsHub)
            return Tell(invocation, experiment, output, phi, started);
        else
            invocation.Note($"worker {place} is done; the results are in {output.FullPath}");
        return ExitCode.Done;
    }

    private int Alone(Invocation invocation, long started)
    {
        bool resume = invocation.Get(_resume);
        OutputFolder output = resume
            ? OutputFolder.ForResume(invocation.Get(_out), MetaTrainingFolder.ConfigFile)
            : OutputFolder.ForNew(invocation.Get(_out));
        if (ClusterFolder.IsShared(output.FullPath))
            throw new UsageException(
                $"several workers share the meta-training in '{output.FullPath}'; expected --worker instead of --resume");
        MetaTrainingFolder? existing = resume ? MetaTrainingFolder.Open(output.FullPath) : null;
        Experiment experiment = Describe(invocation, existing?.Experiment);
        MetaTrainingFolder? replanned = existing?.Replan(experiment);
        int threads = invocation.Get(_threads);
        MetaTrainingData data = MetaTrainingData.Load(experiment, invocation.Get(_dataDir), threads);
        if (replanned is null)
            data.Check(experiment);
        MetaTrainingFolder folder = replanned ?? MetaTrainingFolder.Create(output.FullPath, CliData.Pin(experiment));
        return Tell(invocation, experiment, output, MetaTrainingJob.Run(invocation, folder, data, threads, invocation.Get(_checkpoints)),
            started);
    }

    private int Tell(Invocation invocation, Experiment experiment, OutputFolder output, PhiFile phi, long started)
    {
        var outputs = new IndependentOutputs();
        outputs.Try("Parquet tables", () => ParquetTables.WriteAll(output.FullPath));
        IReadOnlyList<EpochMetrics> epochs = MetaTrainingCsv.Read(output.FullPath);
        outputs.Try("report", () => ReportCommand.Write(invocation, output.FullPath, [StoredResults.Load(output.FullPath)]));
        EpochMetrics best = epochs.Last(static epoch => epoch.Best);
        string path = output.PathOf(PhiFile.FileName);
        if (invocation.Get(_json))
            invocation.Terminal.Output.WriteLine(JsonSerializer.Serialize(new
            {
                phi = path,
                best,
                epochs = epochs.Count,
                seconds = Stopwatch.GetElapsedTime(started).TotalSeconds
            }, JsonText.Options));
        else
            invocation.Terminal.Print(string.Create(CultureInfo.InvariantCulture,
                $"best of {epochs.Count} epochs: {best.Epoch}, meta-loss {best.MetaLoss:F3}, " +
                    $"{MetaTrainingJob.TestLoss(experiment.Particles is not null, best)}; phi " +
                    $"({phi.Phi.Length} parameters) is in {path}"));
        outputs.ThrowIfAnyFailed();
        return ExitCode.Done;
    }

    /// <summary>The preset or the stored description, with what the user changed.</summary>
    private Experiment Describe(Invocation invocation, Experiment? stored)
    {
        string? config = invocation.Get(_config);
        if (stored is not null && (invocation.IsGiven(_preset) || config is not null))
            throw new UsageException(
                $"{(config is null ? "--preset" : "CONFIG")} does not go with --resume; the run's folder says what it is");
        if (config is not null && invocation.IsGiven(_preset))
            throw new UsageException($"--preset does not go with CONFIG, '{config}'; expected one of them");
        Experiment experiment = stored
            ?? (config is null ? ExperimentPresets.Find(invocation.Get(_preset)) : ExperimentSource.Load(config));
        Experiment changed = ExperimentSource.Change(experiment, invocation.Get(_data),
            invocation.IsGiven(_seed) ? invocation.Get(_seed) : null, invocation.Get(_set));
        if (changed.Particles is not null && invocation.Get(_data) is { } data)
            throw new UsageException($"--data {data} does not go with a particle training, whose families name their data; expected "
                + "none, or --set particles...");
        if (stored is not null && changed != (stored.Particles is null
            ? SettingsOverrides.Apply(stored, [$"metaTraining.epochs={changed.MetaTraining.Epochs}"]) : stored))
            throw new UsageException("a resumed run may change metaTraining.epochs only; start a new run for other settings");
        return changed;
    }
}
