using System.CommandLine;
using System.Text.Json;
using L2O.Cli.Options;
using L2O.Cli.Output;
using L2O.Files;
using L2O.Runs;
using Spectre.Console;

namespace L2O.Cli.Commands.Runs;

/// <summary><c>l2o runs list</c>: a line for each run in a folder.</summary>
internal sealed class RunsListCommand : CliCommand
{
    private readonly Argument<string> _folder = new("DIR")
    {
        Description = "Where to look, four folders deep",
        DefaultValueFactory = static _ => "."
    };
    private readonly Option<bool> _json = StandardOptions.JsonFlag();

    public RunsListCommand()
        : base("list", "List the runs in a folder, and how each one stands.", "l2o runs list", "l2o runs list runs --json")
    {
        Arguments.Add(_folder);
        Options.Add(_json);
    }

    public override int Run(Invocation invocation)
    {
        (RunFolder Folder, RunDescription Run)[] runs =
            [.. RunFolder.Find(invocation.Get(_folder)).Select(static folder => (folder, RunDescription.Of(folder)))];
        if (invocation.Get(_json))
        {
            invocation.Terminal.Output.WriteLine(JsonSerializer.Serialize(
                runs.Select(static one => RunText.Json(one.Folder, one.Run)), JsonText.Options));
            return ExitCode.Done;
        }
        if (runs.Length == 0)
        {
            invocation.Terminal.Output.WriteLine("no runs");
            return ExitCode.Done;
        }
        var table = new Table().Border(TableBorder.Simple);
        foreach (string title in new[] { "run", "kind", "state", "what", "progress", "best test loss", "started (UTC)", "took s" })
            table.AddColumn(title);
        foreach ((RunFolder folder, RunDescription run) in runs)
            table.AddRow([.. new[] { RunText.PathOf(folder), run.Kind, run.State, run.What, RunText.Progress(run), RunText.Result(run),
                RunText.Started(run), RunText.Seconds(run) }.Select(static cell => Markup.Escape(OneLine.Of(cell)))]);
        invocation.Terminal.CreateOutputConsole().Write(table);
        return ExitCode.Done;
    }
}
