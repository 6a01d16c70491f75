namespace L2O.Cli;

/// <summary>Bad usage or input. The message is the line that the user reads: what was wrong, where, what was expected.</summary>
internal sealed class UsageException(string message, Exception? cause = null) : Exception(message, cause);
