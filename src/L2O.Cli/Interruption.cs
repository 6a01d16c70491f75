using System.Runtime.InteropServices;

namespace L2O.Cli;

/// <summary>
/// Turns Ctrl-C, SIGTERM and SIGHUP into a canceled token, so that work ends at a clean point. A second signal ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private const long OneSignal = 300; // milliseconds

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _hangUp;
    private volatile int _code = ExitCode.Interrupted;
    private long _first = long.MaxValue; // when the first signal came

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, ExitCode.Terminated));
        _hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Handle(signal, ExitCode.HungUp));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What the process returns for the exit code of an interrupted command: which signal it was.</summary>
    public int Resolve(int code) => code switch
    {
        ExitCode.Interrupted => _code,
        ExitCode.ServerEnded => _code == ExitCode.Interrupted ? ExitCode.Done : _code,
        _ => code,
    };

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _hangUp.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal, int code)
    {
        // The default action of a signal ends the process. Who signals a whole group (timeout, Slurm) reaches it twice in a moment.
        long now = Environment.TickCount64, first = Interlocked.CompareExchange(ref _first, now, long.MaxValue);
        signal.Cancel = first == long.MaxValue || now - first < OneSignal;
        if (first != long.MaxValue)
            return;
        _code = code;
        _source.Cancel();
    }
}
