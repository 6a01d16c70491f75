using System.CommandLine;
using L2O.Cli.Help;

namespace L2O.Cli.Commands.Runs;

/// <summary><c>l2o runs</c>: what lies in run folders.</summary>
internal sealed class RunsCommand : Command, IHasHelpSections
{
    public RunsCommand()
        : base("runs", "List, show and remove the folders of meta-trainings and meta-tests, compare meta-trainings.")
    {
        Subcommands.Add(new RunsListCommand());
        Subcommands.Add(new RunsShowCommand());
        Subcommands.Add(new RunsCompareCommand());
        Subcommands.Add(new RunsRmCommand());
    }

    public IReadOnlyList<HelpSection> HelpSections { get; } =
        [HelpSection.Examples("l2o runs list runs", "l2o runs show runs/quick", "l2o runs compare runs/quick runs/h32",
            "l2o runs rm runs/h32")];
}
