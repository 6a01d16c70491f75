namespace L2O.Serving;

/// <summary>What a <see cref="LiveServer"/> shows and where it listens.</summary>
public sealed record LiveServerOptions
{
    /// <summary>The port if none is asked for.</summary>
    public const int DefaultPort = 7411;

    /// <summary>Describes a server.</summary>
    /// <param name="root">An existing folder; the runs in it, four folders deep, are shown. Nothing outside it is ever read.</param>
    /// <param name="port">Port on the loopback address, 0 to 65535; 0 takes a free one.</param>
    /// <param name="maxFollowers">Pages that may follow at the same time, 1 to 1000; a further one is told to come back later.</param>
    /// <param name="interval">Time between two looks at the folder, 50 ms to a minute; null means a second.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LiveServerOptions(string root, int port = DefaultPort, int maxFollowers = 32, TimeSpan? interval = null)
    {
        if (!Directory.Exists(root))
            throw new DirectoryNotFoundException($"folder '{root}' does not exist; expected one with runs in it");
        if (port is < 0 or > ushort.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(port), $"port is {port}; expected 0 to {ushort.MaxValue}");
        if (maxFollowers is < 1 or > 1000)
            throw new ArgumentOutOfRangeException(nameof(maxFollowers), $"maxFollowers is {maxFollowers}; expected 1 to 1000");
        Interval = interval ?? TimeSpan.FromSeconds(1);
        if (Interval < TimeSpan.FromMilliseconds(50) || Interval > TimeSpan.FromMinutes(1))
            throw new ArgumentOutOfRangeException(nameof(interval), $"interval is {Interval}; expected 50 ms to 1 minute");
        (Root, Port, MaxFollowers) = (Path.GetFullPath(root), port, maxFollowers);
    }

    /// <summary>The folder, its whole path.</summary>
    public string Root { get; }

    /// <summary>Port on the loopback address; 0 takes a free one.</summary>
    public int Port { get; }

    /// <summary>Pages that may follow at the same time.</summary>
    public int MaxFollowers { get; }

    /// <summary>Time between two looks at the folder.</summary>
    public TimeSpan Interval { get; }
}
