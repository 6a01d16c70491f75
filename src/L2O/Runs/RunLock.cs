using L2O.Runs.Owners;

namespace L2O.Runs;

/// <summary>
/// A folder's lock: held by one process, and gone with it, however it ends, because the operating system keeps it. The file
/// itself may stay behind; only an open one locks. A <see cref="Heartbeat"/> says the same where file systems know no locks.
/// </summary>
internal sealed class RunLock : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "run.lock";

    private const int Tries = 4;

    // Who looks from outside has the file for microseconds.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(15);

    private readonly FileStream _stream;
    private readonly Heartbeat _heartbeat;
    private readonly string _folder;

    private RunLock(string folder, FileStream stream)
    {
        (_folder, _stream) = (folder, stream);
        try
        {
            if (Heartbeat.LivingOwner(folder, ClockOf(stream)) is { } other)
                throw InUse(folder, other);
            _heartbeat = new Heartbeat(folder);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

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
        throw InUse(folder);
    }

    /// <summary>Whether another process has taken the folder over meanwhile.</summary>
    public bool IsLost => _heartbeat.IsLost;

    /// <summary>Refuses to go on in a folder that another process has taken over meanwhile.</summary>
    /// <exception cref="RunInUseException">One has.</exception>
    public void RequireMine()
    {
        if (IsLost)
            throw InUse(_folder, Heartbeat.LivingOwner(_folder, DateTime.UtcNow));
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
            using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
                return Heartbeat.LivingOwner(folder, DateTime.UtcNow) is not null;
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
    public void Dispose()
    {
        _heartbeat.Dispose();
        _stream.Dispose();
    }

    private static RunLock? TryAcquire(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return new RunLock(folder, new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException failure) when (failure.GetType() == typeof(IOException) && File.Exists(path))
        {
            return null; // a sharing violation; a missing folder has an exception of its own
        }
    }

    /// <summary>The time by the clock that stamps the folder's files, which on a network is another machine's.</summary>
    private static DateTime ClockOf(FileStream stream)
    {
        stream.SetLength(0);
        stream.WriteByte((byte)'\n');
        stream.Flush(flushToDisk: true);
        return File.GetLastWriteTimeUtc(stream.Name);
    }

    private static RunInUseException InUse(string folder, FolderOwner? owner = null) => new($"folder '{folder}' is in use"
        + $"{(owner is null ? OwnerOf(folder) : $" by process {owner.ProcessId} on {owner.Machine.Split(' ')[0]}")}; expected one that no "
        + "other run writes to");

    private static string OwnerOf(string folder) =>
        RunRecord.TryLoad(folder) is { Sessions: [.., { Ended: null } session] }
            ? $" by process {session.ProcessId} on {session.Host} since {session.Started:yyyy-MM-dd HH:mm:ss} UTC" : "";
}
