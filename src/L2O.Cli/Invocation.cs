using System.CommandLine;
using L2O.Cli.Options;
using L2O.Cli.Progress;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>One call of a command: what was typed, where to write, when to stop.</summary>
/// <param name="parsed">The command line, free of errors.</param>
/// <param name="terminal">Where results and messages go.</param>
/// <param name="cancellation">Canceled by Ctrl-C or SIGTERM.</param>
internal sealed class Invocation(ParseResult parsed, Terminal terminal, CancellationToken cancellation) : IDisposable
{
    private CliLog? _log;
    private bool _warnedOfMachine;

    public Terminal Terminal { get; } = terminal;

    public CancellationToken Cancellation { get; } = cancellation;

    public bool Verbose { get; } = parsed.GetValue<bool>(StandardOptions.VerboseName);

    public bool Quiet { get; } = parsed.GetValue<bool>(StandardOptions.QuietName);

    /// <summary>Assemblies to load before the command runs.</summary>
    public IReadOnlyList<string> Plugins { get; } = parsed.GetValue<string[]>(StandardOptions.PluginName) ?? [];

    /// <summary>For what a log should have; opened before a command runs.</summary>
    public CliLog Log => _log ?? throw new InvalidOperationException("the log is not open; expected a command that runs");

    /// <summary>
    /// What an interruption or a failing disk leaves behind, for the line that the user reads then; set as work goes on, null before that.
    /// </summary>
    public string? Kept { get; set; }

    /// <summary>The value of an option, typed or default.</summary>
    public T Get<T>(Option<T> option) => parsed.GetValue(option)!;

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>Whether the user typed that option, rather than leaving it at its default.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Shows progress on the error stream while <paramref name="work"/> runs.</summary>
    public T WithProgress<T>(ProgressPlan plan, Func<ProgressReporter, T> work)
    {
        if (!_warnedOfMachine && MachineInfo.Here(threads: 1).Warning is { } warning)
            Warn(warning);
        _warnedOfMachine = true;
        return ProgressReporter.Run(Terminal, Quiet, plan, work);
    }

    /// <summary>Writes a warning on the error stream, even if asked to be quiet: that hides progress, not what went wrong.</summary>
    public void Warn(string warning) => Terminal.Say($"warning: {warning}");

    /// <summary>Writes a line for the user on the error stream, unless asked to be quiet.</summary>
    public void Note(string line)
    {
        if (!Quiet)
            Terminal.Say(line);
    }

    /// <summary>Opens the log that the user asked for.</summary>
    /// <exception cref="UsageException">Its file can't be opened.</exception>
    public void OpenLog(string command)
    {
        _log = new CliLog(Terminal, Verbose, parsed.GetValue<string?>(StandardOptions.LogJsonName));
        _log.CommandBegun(command);
    }

    /// <summary>Logs what ended a command, if the log is open.</summary>
    public void LogFailure(string line, Exception failure) => _log?.CommandFailed(line, failure);

    /// <summary>Logs the end of the command, if the log is open.</summary>
    public void LogEnd(string command, int code, TimeSpan elapsed) => _log?.CommandEnded(command, code, elapsed.TotalSeconds);

    /// <summary>Closes the log.</summary>
    public void Dispose() => _log?.Dispose();

    /// <summary>Throws when Ctrl-C or SIGTERM came.</summary>
    public void ThrowIfInterrupted() => Cancellation.ThrowIfCancellationRequested();
}
