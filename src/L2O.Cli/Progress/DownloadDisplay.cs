using System.Globalization;
using L2O.Data.Sources;

namespace L2O.Cli.Progress;

/// <summary>Shows a download on the error stream: how much of which file, from where, how fast, how long still.</summary>
/// <param name="invocation">Whose error stream.</param>
internal sealed class DownloadDisplay(Invocation invocation) : IProgress<DownloadProgress>
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private string _file = "";
    private long _started;
    private long _firstBytes;
    private long _shown;

    public void Report(DownloadProgress value)
    {
        TimeProvider clock = invocation.Terminal.Clock;
        if (value.File != _file)
        {
            (_file, _started, _firstBytes, _shown) = (value.File, clock.GetTimestamp(), value.Bytes, 0);
        }
        bool complete = value.Bytes == value.TotalBytes;
        if (_shown != 0 && !complete && clock.GetElapsedTime(_shown) < Interval)
            return;
        _shown = clock.GetTimestamp();
        invocation.Note(Line(value, clock.GetElapsedTime(_started).TotalSeconds));
    }

    private string Line(DownloadProgress value, double seconds)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string line = string.Create(culture, $"{value.File}: {value.Bytes / 1e6:F1} MB");
        if (value.TotalBytes is { } total)
            line += string.Create(culture, $" of {total / 1e6:F1} MB ({100.0 * value.Bytes / Math.Max(1, total):F0} %)");
        double rate = (value.Bytes - _firstBytes) / Math.Max(seconds, 1e-3);
        if (rate > 0 && seconds > 0.5)
        {
            line += string.Create(culture, $", {rate / 1e6:F1} MB/s");
            if (value.TotalBytes is { } end && end > value.Bytes)
                line += string.Create(culture, $", {(end - value.Bytes) / rate:F0} s left");
        }
        return $"{line}, from {value.Mirror.Host}";
    }
}
