using System.CommandLine;
using L2O.Cli.Options;
using L2O.Settings;

namespace L2O.Cli.Commands.Config;

/// <summary><c>l2o config diff</c>: in which keys two experiments differ.</summary>
internal sealed class ConfigDiffCommand : CliCommand
{
    private readonly Argument<string> _left = new("LEFT") { Description = "JSON file, preset, or folder of a run" };
    private readonly Argument<string> _right = new("RIGHT") { Description = "What to compare it with" };

    public ConfigDiffCommand()
        : base("diff", "Print the keys in which two experiments differ, with both values.",
            "l2o config diff paper/sigmoid paper/leaky-relu", "l2o config diff quick runs/mine")
    {
        Arguments.Add(_left);
        Arguments.Add(_right);
    }

    public override int Run(Invocation invocation)
    {
        IReadOnlyList<SettingsDifference> differences = SettingsDifference.Between(ExperimentSource.Load(invocation.Get(_left)),
            ExperimentSource.Load(invocation.Get(_right)));
        TextWriter output = invocation.Terminal.Output;
        if (differences.Count == 0)
            output.WriteLine("no differences");
        int width = differences.Select(static difference => difference.Key.Length).DefaultIfEmpty().Max();
        foreach (SettingsDifference difference in differences)
            output.WriteLine($"{difference.Key.PadRight(width)}  {difference.Left ?? "-"} -> {difference.Right ?? "-"}");
        return ExitCode.Done;
    }
}
