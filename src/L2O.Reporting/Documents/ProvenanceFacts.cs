using System.Globalization;
using L2O.Runs;

namespace L2O.Reporting.Documents;

/// <summary>Where a run's results come from, as its folder says.</summary>
internal static class ProvenanceFacts
{
    /// <summary>
    /// The facts and the configuration of a run, without those that another session would give otherwise: times and threads.
    /// </summary>
    /// <param name="run">The stored results.</param>
    internal static ReportFacts Timeless(StoredResults run) =>
        new(run.Name, run.Record is { } record ? [.. Made(record)] : [], run.Configuration);

    /// <summary>The facts and the configuration of a run.</summary>
    /// <param name="run">The stored results.</param>
    /// <param name="more">What else is known; stands in front, and instead of a fact of the same name.</param>
    internal static ReportFacts Of(StoredResults run, IEnumerable<(string Key, string Value)> more)
    {
        (string Key, string Value)[] first = [.. more];
        return new ReportFacts(run.Name, [.. first, .. Recorded(run.Record).Where(fact => !first.Any(known => known.Key == fact.Key))],
            run.Configuration);
    }

    private static IEnumerable<(string Key, string Value)> Recorded(RunRecord? record)
    {
        if (record is null)
            yield break;
        foreach ((string, string) fact in Made(record))
            yield return fact;
        if (record.Sessions is not [var first, ..])
            yield break;
        yield return ("threads", record.Sessions[^1].Machine.Threads.ToString(CultureInfo.InvariantCulture));
        yield return ("started", Time(first.Started));
        if (record.State != RunState.Running && record.Sessions[^1].Ended is { } ended)
            yield return (record.State.ToString().ToLowerInvariant(), Time(ended));
        double seconds = record.Sessions.Sum(static session => ((session.Ended ?? session.Started) - session.Started).TotalSeconds);
        if (seconds > 0)
            yield return ("worked",
                string.Create(CultureInfo.InvariantCulture, $"{seconds:F0} s in {SummaryText.Number(record.Sessions.Length, "session")}"));
    }

    private static IEnumerable<(string Key, string Value)> Made(RunRecord record)
    {
        yield return ("kind", record.Kind);
        yield return ("seed", record.Seed.ToString(CultureInfo.InvariantCulture));
        if (record.Sessions.IsEmpty)
            yield break;
        MachineInfo machine = record.Sessions[^1].Machine;
        yield return ("program", $"l2o {machine.Version}{(machine.Commit is { } commit ? $", commit {commit}" : "")}");
        yield return ("runtime", $"{machine.Runtime}, {machine.Architecture}");
        yield return ("processor", $"{machine.Processor}, {machine.Cores} cores");
        yield return ("lanes", machine.Lanes == 0 ? "scalar" : $"{machine.Lanes} bits");
    }

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
