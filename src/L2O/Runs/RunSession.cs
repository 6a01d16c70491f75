namespace L2O.Runs;

/// <summary>One process's share of a run: a run that is resumed has several.</summary>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Ended">When it ended, UTC; null while it goes on, or if the process was killed.</param>
/// <param name="ExitReason">Why it ended, a line for people; null while <paramref name="Ended"/> is.</param>
/// <param name="ProcessId">The process.</param>
/// <param name="Host">The machine's name.</param>
/// <param name="Machine">Program, system, processor, lanes and threads.</param>
internal sealed record RunSession(DateTimeOffset Started, DateTimeOffset? Ended, string? ExitReason,
    int ProcessId, string Host, MachineInfo Machine)
{
    /// <summary>A session that begins now in this process.</summary>
    /// <param name="threads">Threads that it uses.</param>
    public static RunSession Begin(int threads) =>
        new(Now(), null, null, Environment.ProcessId, Environment.MachineName, MachineInfo.Here(threads));

    /// <summary>The same session, ended now.</summary>
    /// <param name="reason">Why.</param>
    public RunSession End(string reason) => this with { Ended = Now(), ExitReason = reason };

    // Whole seconds read better, and nothing here needs more.
    private static DateTimeOffset Now() => DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
}
