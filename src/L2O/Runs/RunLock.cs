namespace L2O.Runs;

/// <summary>
/// A folder's lock: held by one process, and gone with it, however it ends, because the operating system keeps it. The file
/// itself may stay behind; only an open one locks.
/// </summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "run.lock";

    private const int Tries = 4;

    // Who looks from outside has the file for microseconds.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(15);

    private readonly FileStream _stream;

    private RunLock(FileStream stream) => _stream = stream;

    /// <summary>Takes the lock.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <exception cref="RunInUseException">Another process, or another part of this one, has it.</exception>
    public static RunLock Acquire(string folder)
    {
        for (int attempt = 1; attempt <= Tries; attempt++)
        {
            if (TryAcquire(folder) is { } mine)
                return mine;
            Thread.Sleep(s_pause);
        }
        throw new RunInUseException($"folder '{folder}' is in use{OwnerOf(folder)}; expected one that no other run writes to");
    }

    /// <summary>
    /// Whether another process, or another part of this one, has the lock. Writes nothing, so a folder that may only be read will do.
    /// </summary>
    /// <param name="folder">The folder.</param>
    public static bool IsHeld(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            // refused while somebody shares it with nobody
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            return false;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
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
        RunRecord.TryLoad(folder) is { Sessions: [.., { Ended: null } session] }
            ? $" by process {session.ProcessId} on {session.Host} since {session.Started:yyyy-MM-dd HH:mm:ss} UTC" : "";
}
