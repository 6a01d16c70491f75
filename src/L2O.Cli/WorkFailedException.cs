namespace L2O.Cli;

/// <summary>The work was begun on good input and came to nothing. The message is the line that the user reads.</summary>
internal sealed class WorkFailedException(string message) : Exception(message);
