namespace L2O.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The work itself failed.</summary>
    public const int Failed = 1;

    /// <summary>Bad usage or bad input: nothing was begun.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl-C; the shells' convention of 128 + SIGINT.</summary>
    public const int Interrupted = 130;

    /// <summary>The terminal is gone; 128 + SIGHUP.</summary>
    public const int HungUp = 129;

    /// <summary>A termination signal; 128 + SIGTERM.</summary>
    public const int Terminated = 143;

    /// <summary>
    /// A signal ended a server. The process returns 0 behind Ctrl-C, which is how servers are ended, and the signal's code behind others.
    /// </summary>
    public const int ServerEnded = -1;
}
