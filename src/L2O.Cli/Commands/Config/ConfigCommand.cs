using System.CommandLine;
using L2O.Cli.Help;

namespace L2O.Cli.Commands.Config;

/// <summary><c>l2o config</c>: experiment files, looked at without running anything.</summary>
internal sealed class ConfigCommand : Command, IHasHelpSections
{
    public ConfigCommand()
        : base("config", "Show, check and compare experiments: JSON files, presets, or folders of runs.")
    {
        Subcommands.Add(new ConfigShowCommand());
        Subcommands.Add(new ConfigValidateCommand());
        Subcommands.Add(new ConfigDiffCommand());
    }

    public IReadOnlyList<HelpSection> HelpSections { get; } =
        [HelpSection.Examples("l2o config show quick > experiment.json", "l2o config validate experiment.json",
            "l2o config diff quick experiment.json")];
}
