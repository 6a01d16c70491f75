using System.Globalization;
using L2O.Runs;

namespace L2O.Cli.Output;

/// <summary>Where a result comes from, for its report.</summary>
internal static class Provenance
{
    /// <summary>Program, machine and time, followed by what the command adds.</summary>
    public static IReadOnlyList<(string Key, string Value)> Of(int threads, TimeSpan elapsed,
        params IEnumerable<(string Key, string Value)> more) =>
    [
        .. more,
        .. MachineInfo.Here(threads).Facts(),
        ("finished", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
        ("took", string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:F0} s")),
    ];
}
