namespace L2O.Cli;

/// <summary>
/// Answers a signal that the work does not answer in time, e.g. in the middle of a backward pass over a very large batch: says what is kept
/// and ends the process. Nothing is lost by that but the work since what is kept: files are replaced in one step.
/// </summary>
internal sealed class Watchdog : IDisposable
{
    /// <summary>From the signal to the end of the process, if the work goes on.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private const string ShowCursor = "\u001b[?25h"; // live bars hide it

    private readonly Invocation _invocation;
    private readonly Action<int> _giveUp;
    private readonly ManualResetEvent _ended = new(false);
    private readonly Thread _thread;

    /// <summary>Begins to wait for a signal.</summary>
    /// <param name="invocation">The command under way.</param>
    /// <param name="giveUp">Ends the process with that code.</param>
    public Watchdog(Invocation invocation, Action<int> giveUp)
    {
        (_invocation, _giveUp) = (invocation, giveUp);
        _thread = new Thread(Watch) { IsBackground = true, Name = "watchdog" }; // the pool may be busy with the work
        _thread.Start();
    }

    /// <summary>The command has ended by itself.</summary>
    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Watch()
    {
        if (WaitHandle.WaitAny([_ended, _invocation.Cancellation.WaitHandle]) == 0 || _ended.WaitOne(Patience))
            return;
        if (_invocation.Terminal.DecoratesError)
            _invocation.Terminal.Error.Write(ShowCursor);
        ErrorBoundary.SayInterrupted(_invocation);
        _giveUp(ExitCode.Interrupted);
    }
}
