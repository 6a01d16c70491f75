using L2O.Files;
using Microsoft.Extensions.Logging;

namespace L2O.Cli;

/// <summary>
/// Where a command's log messages go: to the file that the user named, and to the error stream if asked to be verbose. Most calls have
/// neither.
/// </summary>
internal sealed class CliLog : ILogger, IDisposable
{
    private readonly Terminal _terminal;
    private readonly bool _verbose;
    private readonly JsonLinesLogger? _file;

    /// <param name="terminal">Whose error stream verbose messages go to.</param>
    /// <param name="verbose">Whether there are any.</param>
    /// <param name="path">The file; null for none.</param>
    /// <exception cref="UsageException">The file can't be opened.</exception>
    public CliLog(Terminal terminal, bool verbose, string? path)
    {
        (_terminal, _verbose) = (terminal, verbose);
        try
        {
            _file = path is null ? null : new JsonLinesLogger(path, LogLevel.Debug)
            {
                GivenUp = reason => terminal.Say($"warning: log file '{path}' is given up: {reason}; the work goes on"),
            };
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException(
                $"log file '{path}' can't be written to: {failure.Message.TrimEnd('.')}; expected a file in an existing folder", failure);
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => _verbose || _file is not null;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        _file?.Log(logLevel, eventId, state, exception, formatter);
        if (_verbose && eventId.Id < CliMessages.FirstId) // what a user typed and read needs no echo
            _terminal.Error.WriteLine($"{logLevel.ToString().ToLowerInvariant()}: {formatter(state, exception)}");
    }

    public void Dispose() => _file?.Dispose();
}
