using System.Globalization;
using L2O.MetaTraining;
using L2O.Tables;

namespace L2O.Runs;

/// <summary>
/// What a run's folder says of it: what it is, how it stands, who made it. Lists, live pages and reports show this record.
/// </summary>
/// <param name="Record">Who worked on it and when.</param>
/// <param name="State">running, finished, interrupted, failed or crashed.</param>
/// <param name="Plan">What its <c>config.json</c> plans.</param>
/// <param name="Epochs">The epochs of a meta-training that are done; empty for other kinds.</param>
internal sealed record RunDescription(RunRecord Record, string State, RunPlan Plan, IReadOnlyList<EpochMetrics> Epochs)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm 'UTC'";

    /// <summary>What runs, e.g. <c>meta-training</c>.</summary>
    public string Kind => Record.Kind;

    /// <summary>The experiment in a few words.</summary>
    public string What => Plan.On(OwnData).What;

    /// <summary>Name of data of one's own, given in C#; null where the run has those that its plan names.</summary>
    public string? OwnData { get; init; }

    /// <summary>When its first session began, UTC; null if there was none.</summary>
    public DateTimeOffset? Started => Record.Sessions.FirstOrDefault()?.Started;

    /// <summary>When its last session ended, UTC; null while it goes on.</summary>
    public DateTimeOffset? Ended => Record.Sessions.LastOrDefault()?.Ended;

    /// <summary>Why its last session ended; null while it goes on.</summary>
    public string? ExitReason => Record.Sessions.LastOrDefault()?.ExitReason;

    /// <summary>Time that its sessions took together; one that crashed counts nothing.</summary>
    public TimeSpan Worked =>
        Record.Sessions.Aggregate(TimeSpan.Zero, static (sum, session) => sum + ((session.Ended ?? session.Started) - session.Started));

    /// <summary>Summed test loss of the best epoch, in nats; NaN where there is none.</summary>
    public double BestTestLoss => Epochs.LastOrDefault(static epoch => epoch.Best)?.TestLoss ?? double.NaN;

    /// <summary>Summed loss of guessing in a run of this meta-training, in nats; NaN where it is unknown.</summary>
    public double Chance { get; init; } = double.NaN;

    /// <summary>Whether the best epoch is no better than guessing.</summary>
    public bool IsAtChance => ChanceLevel.IsAt(BestTestLoss, Chance);

    /// <summary>The epoch from which on none was better than guessing; null where the last one is.</summary>
    public int? CollapsedAt => ChanceLevel.CollapsedAt(Epochs, Chance);

    /// <summary>Looks at a run. Its files may be missing or damaged: then what they would tell is unknown.</summary>
    /// <param name="run">The run's folder.</param>
    public static RunDescription Of(RunFolder run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return new RunDescription(run.Record, run.State, RunPlan.TryLoad(run.FullPath) ?? RunPlan.Unknown,
            Try(() => MetaTrainingCsv.Read(run.FullPath)) ?? [])
        {
            Chance = ChanceOf(run.FullPath),
            OwnData = DataRecord.OwnNameOf(run.FullPath),
        };
    }

    /// <summary>Where its results come from, as names and values in the order to show.</summary>
    /// <param name="isTimeless">Whether to leave out what another session would give otherwise: times and threads.</param>
    public IEnumerable<(string Key, string Value)> Facts(bool isTimeless = false)
    {
        yield return ("kind", Kind);
        yield return ("seed", Record.Seed.ToString(CultureInfo.InvariantCulture));
        if (OwnData is not null)
            yield return ("data", $"{OwnData}, given in C#");
        if (Record.Sessions is not [.., var last])
            yield break;
        foreach ((string, string) fact in last.Machine.Facts(hasThreads: !isTimeless))
            yield return fact;
        if (isTimeless)
            yield break;
        yield return ("started", Time(Record.Sessions[0].Started));
        if (Record.State != RunState.Running && last.Ended is { } ended)
            yield return (Record.State.ToString().ToLowerInvariant(), Time(ended));
        if (Worked > TimeSpan.Zero)
            yield return ("worked", string.Create(CultureInfo.InvariantCulture,
                $"{Worked.TotalSeconds:F0} s in {Record.Sessions.Length} session{(Record.Sessions.Length == 1 ? "" : "s")}"));
    }

    private static string Time(DateTimeOffset time) => time.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static double ChanceOf(string folder) => Try(() => MetaTrainingFolder.Open(folder)) is { Experiment.Particles: not null } ? 1 :
        DataRecord.ClassesOf(folder) is { } classes && Try(() => MetaTrainingFolder.Open(folder)) is { } run
            && run.Experiment.Loss is null or Optimizees.Losses.LossKind.Softmax
            ? run.Experiment.MetaTraining.Iterations * Math.Log(classes) : double.NaN;

    private static T? Try<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
