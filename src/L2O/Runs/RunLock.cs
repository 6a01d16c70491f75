namespace L2O.Runs;

/// <summary>
/// A folder's lock: held by one process, and gone with it, however it ends, because the operating system keeps it. The file
/// itself may stay behind; only an open one locks.
/// </summary>
public sealed class RunLock : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "run.lock";

    private readonly FileStream _stream;

    private RunLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="RunInUseException">Another process, or another part of this one, has it.</exception>
    public static RunLock Acquire(string folder) => TryAcquire(folder)
        ?? throw new RunInUseException($"folder '{folder}' is in use{OwnerOf(folder)}; expected one that no other run writes to");

    /// <summary>Whether another process, or another part of this one, has the lock.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsHeld(string folder)
    {
        if (!File.Exists(Path.Combine(folder, FileName)))
            return false;
        using RunLock? mine = TryAcquire(folder);
        return mine is null;
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private static RunLock? TryAcquire(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return new RunLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (failure.GetType() == typeof(IOException) && File.Exists(path))
        {
            return null; // a sharing violation; a missing folder has an exception of its own
        }
    }

    private static string OwnerOf(string folder) =>
        RunRecord.TryLoad(folder) is { Sessions: [.., { Ended: null } session] } ? $" by process {session.ProcessId} on {session.Host} since {session.Started:yyyy-MM-dd HH:mm:ss} UTC" : "";
}
