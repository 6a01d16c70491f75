using System.Diagnostics;
using L2O.Cli.Options;
using L2O.MetaTraining;
using L2O.Runs;
using L2O.Settings;

namespace L2O.Cli;

/// <summary>The only place where exceptions become a line on the error stream and an exit code.</summary>
internal static class ErrorBoundary
{
    /// <param name="command">The command.</param>
    /// <param name="invocation">Its call.</param>
    /// <param name="giveUp">Ends the process where the work does not answer a signal in time; null waits for it.</param>
    public static int Run(CliCommand command, Invocation invocation, Action<int>? giveUp = null)
    {
        long started = Stopwatch.GetTimestamp();
        using var watchdog = giveUp is null ? null : new Watchdog(invocation, giveUp);
        int code = RunLogged(command, invocation);
        invocation.LogEnd(command.Name, code, Stopwatch.GetElapsedTime(started));
        return code;
    }

    /// <summary>The same for what is no command of ours: help and version.</summary>
    /// <param name="terminal">Where it goes.</param>
    /// <param name="print">Prints it.</param>
    public static int Run(Terminal terminal, Func<int> print)
    {
        try
        {
            return print();
        }
        catch (Exception failure)
        {
            (int code, string line) = Describe(failure);
            terminal.Say($"error: {line}");
            return code;
        }
    }

    private static int RunLogged(CliCommand command, Invocation invocation)
    {
        try
        {
            invocation.OpenLog(command.Name);
            Plugins.Load(invocation.Plugins);
            return command.Run(invocation);
        }
        catch (OperationCanceledException) when (invocation.Cancellation.IsCancellationRequested)
        {
            SayInterrupted(invocation);
            return ExitCode.Interrupted;
        }
        catch (Exception failure)
        {
            (int code, string line) = Describe(failure, invocation.Kept);
            invocation.Terminal.Say($"error: {line}");
            invocation.LogFailure(line, failure);
            if (invocation.Verbose)
                invocation.Terminal.Error.WriteLine(failure);
            return code;
        }
    }

    /// <summary>The last line of a command that a signal ended.</summary>
    internal static void SayInterrupted(Invocation invocation) =>
        invocation.Terminal.Say($"interrupted: {invocation.Kept ?? "nothing was kept"}");

    /// <summary>
    /// The same for work that had begun: a full disk, a folder that is gone or a permission that is lost are no bad input then, and the
    /// user learns what is left.
    /// </summary>
    private static (int Code, string Line) Describe(Exception failure, string? kept)
    {
        (int code, string line) = Describe(failure);
        return (failure, kept) switch
        {
            (_, null) => (code, line),
            (DirectoryNotFoundException, _) =>
                (ExitCode.Failed, $"{line.TrimEnd('.')}; expected the folder to stay while work goes on in it"),
            (IOException or UnauthorizedAccessException, _) => (ExitCode.Failed, $"{line.TrimEnd('.')}; {kept}"),
            _ => (code, line),
        };
    }

    /// <summary>The exit code of an exception, and its line without the <c>error:</c> in front.</summary>
    public static (int Code, string Line) Describe(Exception failure)
    {
        string message = ArgumentMessage.Of(failure);
        return failure switch
        {
            UsageException or InvalidDataException or FileNotFoundException or DirectoryNotFoundException
                or RunInUseException => (ExitCode.BadInput, message),
            UnauthorizedAccessException => (ExitCode.BadInput, $"{message.TrimEnd('.')}; expected permission for it"),
            NotSupportedException => (ExitCode.BadInput, message),
            PathTooLongException => (ExitCode.BadInput,
                "a path, or one name in it, is too long for the file system; expected a shorter one"),
            ArgumentNullException => Unexpected(failure, message), // never typed by a user
            ArgumentException => (ExitCode.BadInput, message),
            WorkFailedException or IOException or HttpRequestException or TimeoutException
                or DivergenceException or NotFiniteNumberException => (ExitCode.Failed, message),
            OverflowException => (ExitCode.BadInput,
                "the sizes are too large: a product of them is more than an array holds; expected a smaller network, batch or state"),
            OutOfMemoryException => (ExitCode.Failed, "out of memory; try a smaller batch, fewer coordinates or fewer threads"),
            AggregateException { InnerExceptions.Count: 1 } aggregate => Describe(aggregate.InnerException!),
            _ => Unexpected(failure, message),
        };
    }

    private static (int Code, string Line) Unexpected(Exception failure, string message) =>
        (ExitCode.Failed,
            $"unexpected {failure.GetType().Name}: {message.TrimEnd('.')}; run again with {StandardOptions.VerboseName} for the " +
            $"stack trace");
}
