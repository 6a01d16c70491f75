using System.Text;
using L2O.Settings;

namespace L2O.Runs.Owners;

/// <summary>
/// A sign of life in a run's folder, renewed every few seconds: where the operating system's locks do nothing, as on some network file
/// systems, another process learns from it that the folder has an owner. Errors in writing it are borne: it is no part of the work.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "run.alive";

    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(5);

    /// <summary>Behind so long without a beat an owner counts as gone.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);

    private readonly string _path;
    private readonly FolderOwner _owner = FolderOwner.Here();
    private readonly byte[] _content;
    private readonly ManualResetEventSlim _ended = new(false);
    private readonly Thread _thread;
    private volatile bool _isLost;

    /// <summary>Begins to beat. Nobody else does: see <see cref="LivingOwner"/>.</summary>
    /// <param name="folder">An existing folder.</param>
    public Heartbeat(string folder)
    {
        _path = Path.Combine(folder, FileName);
        _content = Encoding.UTF8.GetBytes(SettingsJson.Format(_owner));
        Try(() => File.WriteAllBytes(_path, _content));
        _thread = new Thread(Beat) { IsBackground = true, Name = "heartbeat" };
        _thread.Start();
    }

    /// <summary>Whether another process has taken the folder over in spite of this one.</summary>
    public bool IsLost => _isLost;

    /// <summary>Who else works in a folder; null if nobody does.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="now">The time by the clock that stamps the folder's files.</param>
    public static FolderOwner? LivingOwner(string folder, DateTime now)
    {
        string path = Path.Combine(folder, FileName);
        return FolderOwner.TryLoad(path) is { } owner && now - File.GetLastWriteTimeUtc(path) < Patience && !owner.HasEnded()
            ? owner : null;
    }

    /// <summary>Ends it, and takes the file away.</summary>
    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
        Try(() =>
        {
            if (IsMine())
                File.Delete(_path);
        });
    }

    /// <summary>Renews the sign; not if it is another owner's by now.</summary>
    internal void Write() => Try(() =>
    {
        if (FolderOwner.TryLoad(_path) is { } other && other.Token != _owner.Token)
            _isLost = true;
        else
            File.WriteAllBytes(_path, _content); // the same bytes in place: who reads meanwhile meets them
    });

    private bool IsMine() => FolderOwner.TryLoad(_path)?.Token == _owner.Token;

    private void Beat()
    {
        while (!_isLost && !_ended.Wait(s_interval))
            Write();
    }

    private static void Try(Action write)
    {
        try
        {
            write();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // a folder that can't be written to shows where results are stored
        }
    }
}
