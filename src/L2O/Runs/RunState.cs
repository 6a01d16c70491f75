namespace L2O.Runs;

/// <summary>How a run stands, as its <c>run.json</c> says.</summary>
internal enum RunState
{
    /// <summary>A process is at work, or ended without saying so (then nobody holds the folder's lock).</summary>
    Running,

    /// <summary>All that was asked for is done.</summary>
    Finished,

    /// <summary>Ended by Ctrl-C, a termination signal or a canceled token; can be resumed.</summary>
    Interrupted,

    /// <summary>Ended by an error, which the exit reason names; can be resumed once that is mended.</summary>
    Failed,
}
