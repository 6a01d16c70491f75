using System.CommandLine;
using L2O.Runs;

namespace L2O.Cli.Commands.Runs;

/// <summary><c>l2o runs rm</c>: removes runs.</summary>
internal sealed class RunsRmCommand : CliCommand
{
    private readonly Argument<string[]> _folders = new("RUN")
    {
        Description = "The folder of a run; several may be named",
        Arity = ArgumentArity.OneOrMore
    };

    public RunsRmCommand()
        : base("rm",
            "Remove the folders of runs with all that is in them. A folder that is no run, or is in use, stays, and so do all " +
            "others then.", "l2o runs rm runs/h32")
    {
        Arguments.Add(_folders);
    }

    public override int Run(Invocation invocation)
    {
        RunFolder[] runs = [.. invocation.Get(_folders).Select(RunFolder.Open)];
        if (runs.FirstOrDefault(static run => run.IsInUse) is { } busy)
            throw new RunInUseException($"folder '{busy.FullPath}' is in use; expected runs that no process works on, nothing was removed");
        foreach (RunFolder run in runs)
        {
            run.Delete();
            invocation.Terminal.Print($"removed {run.FullPath}");
        }
        return ExitCode.Done;
    }
}
