using System.CommandLine;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Cli.Slurm;
using L2O.Cluster;
using L2O.Experiments;
using L2O.Settings;

namespace L2O.Cli.Commands.Submit;

/// <summary><c>l2o submit</c>: hands a meta-training to Slurm.</summary>
internal sealed class SubmitCommand : CliCommand
{
    private const string ScriptFile = "meta-train.sh";
    private const string ExperimentFile = "experiment.json";

    private readonly Argument<string?> _config =
        new("CONFIG") { Description = "An experiment in JSON, see 'l2o schema'; instead of a preset", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _preset = new("--preset")
    {
        Description = "What to train and how: a name that 'l2o presets' lists",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "pes-digits"
    };
    private readonly Option<string[]> _set = StandardOptions.Set();
    private readonly Option<string> _out = StandardOptions.Out();
    private readonly Option<int> _tasks = ValueOptions.Integer("--tasks", "Processes that share the work", 1, min: 1, max: 65_536);
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<ulong> _seed = StandardOptions.SeedInstead();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the script, and neither write nor submit anything" };
    private readonly SlurmOptions _slurm = new();

    public SubmitCommand()
        : base("submit",
            "Hand work to Slurm: a meta-training that several processes share, or with 'l2o submit paper' the study, with "
                + "'l2o submit yardstick' a yardstick. Jobs that are stopped queue up again, go on where they were, and end in the "
                + "bits of one process.",
            "l2o submit --preset pes-digits --out runs/pes --tasks 4 --time 2:00:00 --cpus-per-task 8",
            "l2o submit experiment.json --out runs/mine --tasks 16 --partition cpu --dry-run",
            "l2o submit paper --scale full --data mnist --out paper --time 12:00:00")
    {
        Arguments.Add(_config);
        foreach (Option option in (Option[])[_preset, _set, _out, _tasks, _dataDir, _seed, _dryRun, .. _slurm.All])
            Options.Add(option);
        Subcommands.Add(new SubmitPaperCommand());
        Subcommands.Add(new SubmitYardstickCommand());
    }

    public override IReadOnlyList<HelpSection> HelpSections => [SettingsHelp.Settings("pes-digits"), .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        string? config = invocation.Get(_config);
        if (config is not null && invocation.IsGiven(_preset))
            throw new UsageException($"--preset does not go with CONFIG, '{config}'; expected one of them");
        Experiment experiment = ExperimentSource.Change(
            config is null ? ExperimentPresets.Find(invocation.Get(_preset)) : ExperimentSource.Load(config), null,
            invocation.IsGiven(_seed) ? invocation.Get(_seed) : null, invocation.Get(_set));
        int tasks = invocation.Get(_tasks);
        ClusterRun.Check(experiment, new WorkerPlace(0, tasks));
        OutputFolder output = OutputFolder.ForWorker(invocation.Get(_out), new WorkerPlace(0, tasks));
        string folder = Path.Combine(output.FullPath, ClusterFolder.SubmissionFolder);
        string[] data = invocation.Get(_dataDir) is { } dataDir ? ["--data-dir", Path.GetFullPath(dataDir)] : [];
        string script = new SlurmScript(folder, $"l2o-{Path.GetFileName(output.FullPath)}", [.. _slurm.Of(invocation)]).Workers(tasks,
            [.. SlurmQueue.Self, "meta-train", Path.Combine(folder, ExperimentFile), "--out", output.FullPath, .. data]);
        if (invocation.Get(_dryRun))
        {
            invocation.Terminal.Output.Write(script);
            return ExitCode.Done;
        }
        SlurmQueue.Require();
        Directory.CreateDirectory(folder);
        SettingsJson.Save(Path.Combine(folder, ExperimentFile), ExperimentPaths.Resolve(experiment, "."));
        string job = SlurmQueue.Submit(Path.Combine(folder, ScriptFile), script);
        invocation.Terminal.Output.WriteLine($"job {job}: {tasks} processes; what they print is in {Path.Combine(folder, $"{job}.log")}");
        return ExitCode.Done;
    }
}
