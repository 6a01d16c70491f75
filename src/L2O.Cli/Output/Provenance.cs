using System.Globalization;
using L2O.Runs;

namespace L2O.Cli.Output;

/// <summary>Where a result comes from, for its report.</summary>
internal static class Provenance
{
    /// <summary>Program, machine and time, followed by what the command adds.</summary>
    public static IReadOnlyList<(string Key, string Value)> Of(int threads, TimeSpan elapsed,
        params IEnumerable<(string Key, string Value)> more)
    {
        var machine = MachineInfo.Here(threads);
        return
        [
            .. more,
            ("program", $"l2o {machine.Version}{(machine.Commit is { } commit ? $", commit {commit}" : "")}"),
            ("runtime", $"{machine.Runtime}, {machine.Architecture}"),
            ("processor", $"{machine.Processor}, {machine.Cores} cores"),
            ("lanes", machine.Lanes == 0 ? "scalar" : $"{machine.Lanes} bits"),
            ("threads", machine.Threads.ToString(CultureInfo.InvariantCulture)),
            ("finished", DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("took", string.Create(CultureInfo.InvariantCulture, $"{elapsed.TotalSeconds:F0} s")),
        ];
    }
}
