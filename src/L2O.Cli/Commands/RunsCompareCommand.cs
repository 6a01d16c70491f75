using System.CommandLine;
using L2O.Runs;

namespace L2O.Cli.Commands;

/// <summary><c>l2o runs compare</c>: how two meta-trainings differ, in settings and results.</summary>
internal sealed class RunsCompareCommand : CliCommand
{
    private readonly Argument<string> _left = new("LEFT") { Description = "The folder of a meta-training" };
    private readonly Argument<string> _right = new("RIGHT") { Description = "The folder of another" };

    public RunsCompareCommand()
        : base("compare", "Print in which settings two meta-trainings differ, and what came of each.", "l2o runs compare runs/quick runs/h32")
    {
        Arguments.Add(_left);
        Arguments.Add(_right);
    }

    public override int Run(Invocation invocation)
    {
        string left = invocation.Get(_left), right = invocation.Get(_right);
        (MetaTrainingFolder first, MetaTrainingFolder second) = (MetaTrainingFolder.Open(left), MetaTrainingFolder.Open(right));
        (RunSummary before, RunSummary after) = (RunSummary.Of(RunFolder.Open(left)), RunSummary.Of(RunFolder.Open(right)));
        List<(string Key, string Left, string Right)> rows =
        [
            .. SettingsDifference.Between(first.Experiment, second.Experiment).Select(static one => (one.Key, one.Left ?? "-", one.Right ?? "-")),
            ("state", before.State, after.State),
            ("progress", before.Progress, after.Progress),
            ("best summed test loss", before.Result, after.Result),
            ("seconds", $"{before.Seconds:F0}", $"{after.Seconds:F0}"),
        ];
        int keys = rows.Max(static row => row.Key.Length), values = rows.Max(static row => row.Left.Length);
        foreach ((string key, string one, string other) in rows)
            invocation.Terminal.Output.WriteLine($"{key.PadRight(keys)}  {one.PadRight(values)}  {other}".TrimEnd());
        return ExitCode.Done;
    }
}
