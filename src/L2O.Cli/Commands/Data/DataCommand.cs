using System.CommandLine;
using L2O.Cli.Help;

namespace L2O.Cli.Commands.Data;

/// <summary><c>l2o data</c>: what there is, what is sound, and how to get the rest.</summary>
internal sealed class DataCommand : Command, IHasHelpSections
{
    public DataCommand()
        : base("data", "List, download and verify datasets.")
    {
        Subcommands.Add(new DataListCommand());
        Subcommands.Add(new DataGetCommand());
        Subcommands.Add(new DataVerifyCommand());
    }

    public IReadOnlyList<HelpSection> HelpSections { get; } =
        [HelpSection.Examples("l2o data list", "l2o data get mnist", "l2o data verify mnist")];
}
