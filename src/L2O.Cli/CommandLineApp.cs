using System.CommandLine;
using System.CommandLine.Invocation;
using L2O.Cli.Commands;
using L2O.Cli.Commands.Config;
using L2O.Cli.Commands.Data;
using L2O.Cli.Commands.Runs;
using L2O.Cli.Commands.Submit;
using L2O.Cli.Options;

namespace L2O.Cli;

/// <summary>The composition root: all commands, and the one way from an argument list to an exit code.</summary>
internal sealed class CommandLineApp(IEnumerable<Command> commands)
{
    private static readonly ParserConfiguration Parser = new()
    {
        EnablePosixBundling = false,
        ResponseFileTokenReplacer = null, // a value may begin with '@'
    };

    /// <summary>All commands, under the name of the program.</summary>
    public L2oCommand Root { get; } = new(commands);

    /// <summary>The application as shipped.</summary>
    public static CommandLineApp Create() => new(
    [
        new QuickstartCommand(),
        new MetaTrainCommand(),
        new MetaTestCommand(),
        new AnalyzeCommand(),
        new TrainCommand(),
        new PredictCommand(),
        new PaperCommand(),
        new YardstickCommand(),
        new SubmitCommand(),
        new PresetsCommand(),
        new TasksCommand(),
        new ConfigCommand(),
        new SchemaCommand(),
        new DescribeCommand(),
        new SymmetriesCommand(),
        new RunsCommand(),
        new ExportCommand(),
        new ImportCommand(),
        new ServeCommand(),
        new ReportCommand(),
        new DataCommand(),
        new ConformanceCommand(),
        new BenchCommand(),
        new InfoCommand(DataListCommand.Look),
    ]);

    /// <summary>Runs one command line.</summary>
    /// <param name="args">As typed.</param>
    /// <param name="terminal">Where results and messages go.</param>
    /// <param name="cancellation">Canceled by a signal.</param>
    /// <param name="giveUp">Ends the process where the work does not answer a signal in time; null waits for it.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public int Run(string[] args, Terminal terminal, CancellationToken cancellation, Action<int>? giveUp = null)
    {
        ParseResult parsed = Root.Parse(args.Length == 0 ? ["--help"] : args, Parser);
        if (parsed.Action is not null and not ParseErrorAction)
            return ErrorBoundary.Run(terminal, () => parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null
            }));
        if (ParseErrors.Find(parsed) is { } problem)
        {
            terminal.Say($"error: {problem}");
            return ExitCode.BadInput;
        }
        var command = (CliCommand)parsed.CommandResult.Command;
        using var invocation = new Invocation(parsed, terminal, cancellation);
        return ErrorBoundary.Run(command, invocation, giveUp);
    }
}
