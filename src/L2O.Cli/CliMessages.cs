using Microsoft.Extensions.Logging;

namespace L2O.Cli;

/// <summary>What every command tells its log.</summary>
internal static partial class CliMessages
{
    /// <summary>Ids from here on are about the command itself.</summary>
    public const int FirstId = 101;

    [LoggerMessage(FirstId, LogLevel.Information, "l2o {Command} begins")]
    public static partial void CommandBegun(this ILogger logger, string command);

    [LoggerMessage(FirstId + 1, LogLevel.Information, "l2o {Command} ends with exit code {ExitCode} after {Seconds:F1} s")]
    public static partial void CommandEnded(this ILogger logger, string command, int exitCode, double seconds);

    [LoggerMessage(FirstId + 2, LogLevel.Error, "{Line}")]
    public static partial void CommandFailed(this ILogger logger, string line, Exception? failure);
}
