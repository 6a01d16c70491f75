using System.CommandLine;
using L2O.Cli.Output;
using L2O.Experiments;
using L2O.Files;
using L2O.Runs;
using L2O.Settings;

namespace L2O.Cli.Commands.Runs;

/// <summary><c>l2o runs compare</c>: how meta-trainings differ, in settings and results.</summary>
internal sealed class RunsCompareCommand : CliCommand
{
    private const string None = "-";

    private readonly Argument<string[]> _folders = new("RUN")
    {
        Description = "The folders of two meta-trainings or more",
        Arity = new ArgumentArity(2, 100)
    };

    public RunsCompareCommand()
        : base("compare", "Print in which settings meta-trainings differ, and what came of each, a column a run.",
            "l2o runs compare runs/quick runs/h32", "l2o runs compare runs/h10 runs/h20 runs/h32") =>
        Arguments.Add(_folders);

    public override int Run(Invocation invocation)
    {
        string[] folders = invocation.Get(_folders);
        foreach (string folder in folders)
            if (RunRecord.TryLoad(folder)?.Kind is { } kind && kind != MetaTrainingFolder.Kind)
                throw new UsageException($"'{folder}' is the folder of a {kind}; expected folders of meta-trainings");
        Experiment[] experiments = [.. folders.Select(static folder => MetaTrainingFolder.Open(folder).Experiment)];
        RunDescription[] runs = [.. folders.Select(static folder => RunDescription.Of(RunFolder.Open(folder)))];
        List<string[]> rows =
        [
            ["", .. folders.Select(OneLine.Of)],
            .. Settings(experiments),
            ["state", .. runs.Select(static run => run.State)],
            ["progress", .. runs.Select(RunText.Progress)],
            [runs.Any(static run => run.Plan.IsOfParticles) ? "best test loss" : "best summed test loss", .. runs.Select(RunText.Result)],
            ["seconds", .. runs.Select(RunText.Seconds)],
        ];
        int[] widths = [.. Enumerable.Range(0, folders.Length + 1).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
            invocation.Terminal.Output.WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        return ExitCode.Done;
    }

    /// <summary>A row for each key in which some run differs from the first one.</summary>
    private static IEnumerable<string[]> Settings(Experiment[] experiments)
    {
        IReadOnlyList<SettingsDifference>[] differences = [.. experiments.Skip(1)
            .Select(other => SettingsDifference.Between(experiments[0], other))];
        foreach (IGrouping<string, SettingsDifference> key in differences.SelectMany(static list => list)
            .GroupBy(static one => one.Key).ToList())
        {
            string first = key.First().Left ?? None;
            yield return [key.Key, first,
                .. differences.Select(list => list.FirstOrDefault(one => one.Key == key.Key) is { } difference ? difference.Right
                ?? None : first)];
        }
    }
}
