using L2O.MetaTraining;
using L2O.Reporting;
using L2O.Runs;
using L2O.Settings;
using L2O.Tables;

namespace L2O.Serving.Following;

/// <summary>One run's folder, looked at again and again; only what has changed is read.</summary>
/// <param name="id">The name of the shown folder and the path in it, with slashes.</param>
/// <param name="folder">The run's folder.</param>
internal sealed class FollowedRun(string id, string folder)
{
    private readonly FollowedFile<RunRecord> _record = new(Path.Combine(folder, RunRecord.FileName), _ => RunRecord.Load(folder));
    private readonly FollowedFile<RunPlan> _plan = new(Path.Combine(folder, MetaTrainingFolder.ConfigFile), RunPlan.Load);
    private readonly FollowedFile<DataRecord> _data = new(Path.Combine(folder, DataRecord.FileName), SettingsJson.Load<DataRecord>);
    private readonly FollowedFile<IReadOnlyList<EpochMetrics>> _epochs = new(Path.Combine(folder, MetaTrainingCsv.FileName),
        _ => MetaTrainingCsv.Read(folder));

    /// <summary>Names it in addresses and lists.</summary>
    public string Id { get; } = id;

    /// <summary>The run's folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>What its folder says of it; null if that holds no sound record.</summary>
    public RunDescription? Description { get; private set; }

    /// <summary>Its progress.</summary>
    public ProgressCourse Progress { get; } = new(Path.Combine(folder, ProgressLog.FileName));

    /// <summary>The larger parts, which only a page of its own needs.</summary>
    public RunDetails Details { get; } = new(folder);

    /// <summary>Looks at the folder.</summary>
    /// <returns>Whether it is a run's.</returns>
    public bool Refresh()
    {
        if (_record.Value is not { } record)
            return false;
        // Only where it says that somebody is at work: a look takes the lock for a moment.
        var state = new RunFolder(Folder, record, record.State == RunState.Running && RunLock.IsHeld(Folder));
        Description = new RunDescription(record, state.State, _plan.Value ?? RunPlan.Unknown, _epochs.Value ?? [])
        {
            OwnData = _data.Value is { IsOwn: true } data ? data.Name : null,
        };
        try
        {
            Progress.Refresh();
        }
        catch (Exception failure) when (FollowedFile<object>.IsBorne(failure))
        {
            return true; // next time
        }
        return true;
    }

    /// <summary>How it stands, for a list; null is what is unknown.</summary>
    /// <param name="now">The time.</param>
    public object Summary(DateTimeOffset now)
    {
        RunDescription run = Description!;
        bool isRunning = run.State == "running";
        RunSession? last = run.Record.Sessions.LastOrDefault();
        ProgressPoint? point = Progress.Last;
        double? rate = isRunning && last is not null ? Progress.Rate(last.Started) : null; // iterations a second, over a minute
        double worked = run.Worked.TotalSeconds + (isRunning && last is not null ? Math.Max(0, (now - last.Started).TotalSeconds) : 0);
        return new
        {
            Id,
            run.Kind,
            run.State,
            run.What,
            run.Started,
            run.Ended,
            run.ExitReason,
            WorkedSeconds = Math.Floor(worked),
            EpochsDone = run.Epochs.Count,
            run.Plan.Epochs,
            Epoch = point is { Epoch: > 0 } ? point.Value.Epoch : null as int?,
            point?.Iterations,
            point?.TotalIterations,
            Fraction = Fraction(run, point),
            Loss = point?.Loss ?? double.NaN, // of the last second
            MetaLoss = run.Epochs is [.., var done] ? done.MetaLoss : point?.MetaLoss ?? double.NaN,
            run.BestTestLoss,
            run.IsAtChance,
            Rate = rate,
            SecondsLeft = rate > 0 && point is { } at ? Math.Ceiling((at.TotalIterations - at.Iterations) / rate.Value) : null as double?,
            SilentSeconds = isRunning && point is { } heard ? Math.Max(0, Math.Floor((now - heard.Time).TotalSeconds)) : null as double?,
            HasReport = File.Exists(Path.Combine(Folder, ReportWriter.HtmlFile)),
        };
    }

    private static double? Fraction(RunDescription run, ProgressPoint? point)
    {
        if (run.State == "finished")
            return 1;
        if (point is { TotalIterations: > 0 } at)
            return Math.Min(1, (double)at.Iterations / at.TotalIterations);
        return run.Plan.Epochs is { } epochs ? Math.Min(1, (double)run.Epochs.Count / epochs) : null;
    }
}
