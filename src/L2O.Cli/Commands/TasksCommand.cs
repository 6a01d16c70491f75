using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.MetaTraining.Tasks;
using L2O.Numerics;

namespace L2O.Cli.Commands;

/// <summary><c>l2o tasks</c>: what a particle training would draw.</summary>
internal sealed class TasksCommand : CliCommand
{
    private readonly Argument<string> _config = new("CONFIG") { Description = "A preset, an experiment in JSON, or the folder of a run" };
    private readonly Option<int> _draw = new("--draw")
    {
        Description = "Tasks to draw of each family",
        HelpName = "N",
        DefaultValueFactory = static _ => 10,
    };
    private readonly Option<string[]> _set = StandardOptions.Set();
    private readonly Option<string?> _dataDir = StandardOptions.DataDir();
    private readonly Option<ulong> _seed = StandardOptions.SeedInstead();
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public TasksCommand()
        : base("tasks", "Show the tasks that a particle training would draw: data, networks, batch sizes, lengths, augmentations.",
            "l2o tasks pes-digits", "l2o tasks experiment.json --draw 20", "l2o tasks pes-digits --seed 7 --json")
    {
        Arguments.Add(_config);
        foreach (Option option in new Option[] { _draw, _set, _dataDir, _seed, _json })
            Options.Add(option);
    }

    public override int Run(Invocation invocation)
    {
        int draw = invocation.Get(_draw);
        if (draw is < 1 or > 100_000)
            throw new UsageException($"--draw is {draw}; expected 1 to 100000");
        string config = invocation.Get(_config);
        Experiment experiment = ExperimentSource.Change(ExperimentSource.Load(config), null,
            invocation.IsGiven(_seed) ? invocation.Get(_seed) : null, invocation.Get(_set));
        ParticleTrainingSettings particles = experiment.Particles
            ?? throw new UsageException($"{config} has no particles; expected an experiment with task families");
        Dictionary<string, TaskData> data = TaskSources.Load(particles, DataFolder.Resolve(invocation.Get(_dataDir)), 1, CliData.Readers)
            .ToDictionary(static source => source.Key, static source => new TaskData(source.Value), StringComparer.Ordinal);
        (string Family, DrawnTask Task)[] drawn = [.. particles.Families.SelectMany((family, f) => Enumerable.Range(0, draw)
            .Select(number => (family.Name ?? $"family {f + 1}", Draw(experiment.Seed, family, f, number, draw, data))))];
        if (invocation.Get(_json))
            invocation.Terminal.Output.WriteLine(JsonSerializer.Serialize(drawn.Select(static row => new
            {
                family = row.Family,
                data = row.Task.Source,
                classes = row.Task.Classes,
                network = row.Task.Network,
                batchSize = row.Task.BatchSize,
                steps = row.Task.Length,
                permutesPixels = row.Task.PermutesPixels,
                inverts = row.Task.Inverts,
                isAugmented = row.Task.Augmentation is not null,
            }), JsonText.Options));
        else
            Write(invocation.Terminal.Output, drawn);
        return ExitCode.Done;
    }

    /// <summary>Draws spread over the meta-training, so that growing horizons show.</summary>
    private static DrawnTask Draw(ulong seed, TaskFamilySettings family, int f, int number, int count,
        IReadOnlyDictionary<string, TaskData> data) => DrawnTask.From(family, data,
            new Rng(seed).Split("family", (ulong)f).Split("particle", (ulong)number).Split("run"), (double)number / count, null);

    private static void Write(TextWriter output, IReadOnlyList<(string Family, DrawnTask Task)> drawn)
    {
        string[][] rows = [["family", "data", "network", "batch", "steps", "changes"], .. drawn.Select(static row => new[]
        {
            row.Family, row.Task.Source, row.Task.Network, row.Task.BatchSize.ToString(CultureInfo.InvariantCulture),
            row.Task.Length.ToString(CultureInfo.InvariantCulture), string.Join(", ", Changes(row.Task)),
        })];
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }

    private static IEnumerable<string> Changes(DrawnTask task)
    {
        if (!task.Classes.IsEmpty && !task.Classes.SequenceEqual(Enumerable.Range(0, task.Classes.Length)))
            yield return $"classes {string.Join(' ', task.Classes)}";
        if (task.PermutesPixels)
            yield return "pixels permuted";
        if (task.Inverts)
            yield return "inverted";
        if (task.Augmentation is not null)
            yield return "augmented";
    }
}
