namespace L2O.Cli.Progress;

/// <summary>Hands reports on at once, on the thread that makes them: <see cref="Progress{T}"/> would queue them up.</summary>
internal sealed class SynchronousProgress<T>(Action<T> handler) : IProgress<T>
{
    public void Report(T value) => handler(value);
}
