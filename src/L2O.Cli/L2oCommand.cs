using System.CommandLine;
using System.CommandLine.Help;
using L2O.Cli.Help;
using L2O.Cli.Options;

namespace L2O.Cli;

/// <summary>The root: <c>l2o</c> itself.</summary>
internal sealed class L2oCommand : RootCommand, IHasHelpSections
{
    public L2oCommand(IEnumerable<Command> commands)
        : base("Learned optimizers: meta-train one, compare it with Adam, SGD and Lion, look inside.")
    {
        HelpName = "l2o";
        Options.Add(StandardOptions.Verbose());
        Options.Add(StandardOptions.Quiet());
        Options.Add(StandardOptions.LogJson());
        Options.Add(StandardOptions.Plugins());
        foreach (Command command in commands)
            Subcommands.Add(command);
        foreach (Option option in Options)
            if (option is HelpOption help)
                help.Action = new SectionedHelp();
    }

    public IReadOnlyList<HelpSection> HelpSections { get; } =
    [
        new HelpSection("Exit codes",
            ["0    done", "1    failed", "2    bad usage or bad input; nothing was overwritten",
            "130  interrupted by Ctrl-C; the last line says what was kept", "143  the same by a termination signal",
            "129  the same by a terminal that is gone"]),
        HelpSection.Examples("l2o quickstart", "l2o quickstart --data mnist --out results/mnist", "l2o meta-train --help"),
    ];
}
