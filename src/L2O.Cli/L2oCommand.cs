using System.CommandLine;
using System.CommandLine.Help;

namespace L2O.Cli;

/// <summary>The root: <c>l2o</c> itself.</summary>
internal sealed class L2oCommand : RootCommand, IHasExamples
{
    public L2oCommand(IEnumerable<Command> commands)
        : base("Learned optimizers: meta-train one, compare it with Adam, SGD and Lion, look inside.")
    {
        HelpName = "l2o";
        Options.Add(StandardOptions.Verbose());
        Options.Add(StandardOptions.Quiet());
        foreach (Command command in commands)
            Subcommands.Add(command);
        foreach (Option option in Options)
            if (option is HelpOption help)
                help.Action = new ExamplesHelp();
    }

    public IReadOnlyList<string> Examples { get; } = ["l2o quickstart", "l2o quickstart --data mnist --out results/mnist", "l2o meta-train --help"];
}
