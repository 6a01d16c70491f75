using System.Runtime.InteropServices;

namespace L2O.Cli;

/// <summary>
/// Turns Ctrl-C and SIGTERM into a canceled token, so that work ends at a clean point. A second signal ends the process at once.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private volatile int _code = ExitCode.Interrupted;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Handle(signal, ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Handle(signal, ExitCode.Terminated));
    }

    public CancellationToken Token => _source.Token;

    /// <summary>What the process returns for the exit code of an interrupted command: which signal it was.</summary>
    public int Resolve(int code) => code == ExitCode.Interrupted ? _code : code;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal, int code)
    {
        signal.Cancel = !_source.IsCancellationRequested; // the default action of a signal ends the process
        _code = code;
        _source.Cancel();
    }
}
