using System.CommandLine;

namespace L2O.Cli.Commands;

/// <summary><c>l2o data</c>: what there is, what is sound, and how to get the rest.</summary>
internal sealed class DataCommand : Command
{
    public DataCommand()
        : base("data", "List, download and verify datasets.")
    {
        Subcommands.Add(new DataListCommand());
        Subcommands.Add(new DataGetCommand());
        Subcommands.Add(new DataVerifyCommand());
    }
}
