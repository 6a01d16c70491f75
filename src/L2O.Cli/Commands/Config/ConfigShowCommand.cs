using System.CommandLine;
using L2O.Cli.Help;
using L2O.Cli.Options;
using L2O.Settings;

namespace L2O.Cli.Commands.Config;

/// <summary><c>l2o config show</c>: an experiment with all of its keys.</summary>
internal sealed class ConfigShowCommand : CliCommand
{
    private readonly Argument<string> _experiment = new("EXPERIMENT") { Description = "JSON file, preset, or folder of a run" };
    private readonly Option<string[]> _set = StandardOptions.Set();

    public ConfigShowCommand()
        : base("show", "Print an experiment as JSON with all of its keys, changed as --set says.",
            "l2o config show paper/sigmoid",
            "l2o config show quick --set learnedOptimizer.kind=rnnProp --set metaTraining.epochs=20 > experiment.json")
    {
        Arguments.Add(_experiment);
        Options.Add(_set);
    }

    public override IReadOnlyList<HelpSection> HelpSections => [SettingsHelp.Settings("quick"), .. base.HelpSections];

    public override int Run(Invocation invocation)
    {
        invocation.Terminal.Output.Write(
            SettingsJson.Format(SettingsOverrides.Apply(ExperimentSource.Load(invocation.Get(_experiment)), invocation.Get(_set))));
        return ExitCode.Done;
    }
}
