using System.Diagnostics;

namespace L2O.Serving.Following;

/// <summary>What a file says, read again only when its time or its length has changed.</summary>
/// <param name="path">The file; it may come and go.</param>
/// <param name="read">Reads it.</param>
internal sealed class FollowedFile<T>(string path, Func<string, T> read) where T : class
{
    // Large tables that grow every second must not keep a core busy that runs could use.
    private const int RestForWork = 20;

    private (DateTime Time, long Length)? _stamp;
    private T? _value;
    private long _read;
    private TimeSpan _rest;

    /// <summary>What the file says; null while there is none. Of a damaged one, what it said before.</summary>
    public T? Value
    {
        get
        {
            var file = new FileInfo(path);
            (DateTime, long)? stamp = file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
            if (stamp == _stamp || (_rest > TimeSpan.Zero && Stopwatch.GetElapsedTime(_read) < _rest))
                return _value;
            _stamp = stamp;
            long started = Stopwatch.GetTimestamp();
            try
            {
                _value = stamp is null ? null : read(path);
            }
            catch (Exception failure) when (IsBorne(failure))
            {
                _rest = default;
                return _value;
            }
            _read = Stopwatch.GetTimestamp();
            _rest = Stopwatch.GetElapsedTime(started) is { TotalMilliseconds: > 20 } took ? took * RestForWork : default;
            return _value;
        }
    }

    /// <summary>Whether an exception means no more than that a file can't be read now.</summary>
    public static bool IsBorne(Exception failure) =>
        failure is IOException or InvalidDataException or UnauthorizedAccessException
            or System.Text.Json.JsonException or FormatException or ArgumentException;
}
