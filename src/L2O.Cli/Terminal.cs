using L2O.Files;
using Spectre.Console;

namespace L2O.Cli;

/// <summary>
/// Where results and messages go, and what may be drawn there. Results go to the output, everything else to the error stream.
/// </summary>
/// <param name="output">Receives results.</param>
/// <param name="error">Receives progress and errors.</param>
/// <param name="decorateOutput">Whether the output may carry colors: it is a terminal, and nobody asked for plain text.</param>
/// <param name="decorateError">Whether the error stream may carry colors and live bars.</param>
/// <param name="clock">Paces progress.</param>
internal sealed class Terminal(TextWriter output, TextWriter error, bool decorateOutput, bool decorateError, TimeProvider clock)
{
    // Files and pipes have no width: wide enough that no table of ours wraps.
    private const int PlainWidth = 200;

    public TextWriter Output { get; } = output;

    public TextWriter Error { get; } = error;

    public bool DecoratesOutput { get; } = decorateOutput;

    public bool DecoratesError { get; } = decorateError;

    public TimeProvider Clock { get; } = clock;

    /// <summary>The process's own streams. NO_COLOR (https://no-color.org) and TERM=dumb ask for plain text.</summary>
    public static Terminal OfProcess()
    {
        bool plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new Terminal(new ResultWriter(static () => Console.Out), new ForgivingWriter(static () => Console.Error),
            !plain && !Console.IsOutputRedirected, !plain && !Console.IsErrorRedirected, TimeProvider.System);
    }

    /// <summary>Writes a line of results; what breaks lines or commands terminals, as in file names, is written out.</summary>
    public void Print(string line) => Output.WriteLine(OneLine.Of(line));

    /// <summary>Writes a message of one line on the error stream, likewise.</summary>
    public void Say(string line) => Error.WriteLine(OneLine.Of(line));

    /// <summary>For tables on the output.</summary>
    public IAnsiConsole CreateOutputConsole() => CreateConsole(Output, DecoratesOutput);

    /// <summary>For live progress on the error stream.</summary>
    public IAnsiConsole CreateErrorConsole() => CreateConsole(Error, DecoratesError);

    private static IAnsiConsole CreateConsole(TextWriter writer, bool decorate)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            // old Windows consoles know no escape codes
            Ansi = !decorate ? AnsiSupport.No : OperatingSystem.IsWindows() ? AnsiSupport.Detect : AnsiSupport.Yes,
            ColorSystem = decorate ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = decorate ? InteractionSupport.Yes : InteractionSupport.No,
        });
        if (!decorate)
            console.Profile.Width = PlainWidth;
        return console;
    }
}
