using System.CommandLine;

namespace L2O.Cli;

/// <summary>One call of a command: what was typed, where to write, when to stop.</summary>
/// <param name="parsed">The command line, free of errors.</param>
/// <param name="terminal">Where results and messages go.</param>
/// <param name="cancellation">Cancelled by Ctrl-C or SIGTERM.</param>
internal sealed class Invocation(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
{
    public Terminal Terminal { get; } = terminal;

    public CancellationToken Cancellation { get; } = cancellation;

    public bool Verbose { get; } = parsed.GetValue<bool>(StandardOptions.VerboseName);

    public bool Quiet { get; } = parsed.GetValue<bool>(StandardOptions.QuietName);

    /// <summary>What an interruption leaves behind, for the line that the user reads then; set as work goes on.</summary>
    public string Kept { get; set; } = "nothing was kept";

    /// <summary>The value of an option, typed or default.</summary>
    public T Get<T>(Option<T> option) => parsed.GetValue(option)!;

    /// <summary>The value of an argument.</summary>
    public T Get<T>(Argument<T> argument) => parsed.GetValue(argument)!;

    /// <summary>Whether the user typed that option, rather than leaving it at its default.</summary>
    public bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>Shows progress on the error stream while <paramref name="work"/> runs.</summary>
    public T WithProgress<T>(ProgressPlan plan, Func<ProgressReporter, T> work) => ProgressReporter.Run(Terminal, Quiet, plan, work);

    /// <summary>Writes a line for the user on the error stream, unless asked to be quiet.</summary>
    public void Note(string line)
    {
        if (!Quiet)
            Terminal.Error.WriteLine(line);
    }

    /// <summary>Throws when Ctrl-C or SIGTERM came.</summary>
    public void ThrowIfInterrupted() => Cancellation.ThrowIfCancellationRequested();
}
