using L2O.MetaTraining;
using L2O.Reporting;
using L2O.Runs;
using L2O.Serving.Views;
using L2O.Tables;

namespace L2O.Serving.Following;

/// <summary>One run's folder, looked at again and again; only what has changed is read.</summary>
/// <param name="id">The name of the shown folder and the path in it, with slashes.</param>
/// <param name="folder">The run's folder.</param>
internal sealed class FollowedRun(string id, string folder)
{
    private readonly FollowedFile<RunRecord> _record = new(Path.Combine(folder, RunRecord.FileName), _ => RunRecord.Load(folder));
    private readonly FollowedFile<RunDescription> _description = new(Path.Combine(folder, MetaTrainingFolder.ConfigFile),
        RunDescription.Load);
    private readonly FollowedFile<IReadOnlyList<EpochMetrics>> _epochs = new(Path.Combine(folder, MetaTrainingCsv.FileName),
        _ => MetaTrainingCsv.Read(folder));
    private RunFolder? _state;

    /// <summary>Names it in addresses and lists.</summary>
    public string Id { get; } = id;

    /// <summary>The run's folder.</summary>
    public string Folder { get; } = folder;

    /// <summary>What it is; null if its folder doesn't say.</summary>
    public RunDescription? Description { get; private set; }

    /// <summary>Its epochs so far; empty for other kinds of runs.</summary>
    public IReadOnlyList<EpochMetrics> Epochs { get; private set; } = [];

    /// <summary>Its progress.</summary>
    public ProgressCourse Progress { get; } = new(Path.Combine(folder, ProgressLog.FileName));

    /// <summary>What became of it so far; null if its folder holds no sound record.</summary>
    public RunRecord? Record => _state?.Record;

    /// <summary>The larger parts, which only a page of its own needs.</summary>
    public RunDetails Details { get; } = new(folder);

    /// <summary>Looks at the folder.</summary>
    /// <returns>Whether it is a run's.</returns>
    public bool Refresh()
    {
        if (_record.Value is not { } record)
            return false;
        // Only where it says that somebody is at work: a look takes the lock for a moment.
        _state = new RunFolder(Folder, record, record.State == RunState.Running && RunLock.IsHeld(Folder));
        Description = _description.Value;
        Epochs = _epochs.Value ?? [];
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

    /// <summary>How it stands, for a list.</summary>
    /// <param name="now">The time.</param>
    public RunSummary Summary(DateTimeOffset now)
    {
        RunFolder run = _state!;
        bool isRunning = run.State == "running";
        RunSession? first = run.Record.Sessions.FirstOrDefault(), last = run.Record.Sessions.LastOrDefault();
        ProgressPoint? point = Progress.Last;
        double? rate = isRunning && last is not null ? Progress.Rate(last.Started) : null;
        double worked = run.Worked.TotalSeconds + (isRunning && last is not null ? Math.Max(0, (now - last.Started).TotalSeconds) : 0);
        return new RunSummary(Id, run.Record.Kind, run.State, Description?.What ?? "")
        {
            Started = first?.Started,
            Ended = last?.Ended,
            ExitReason = last?.ExitReason,
            WorkedSeconds = Math.Floor(worked),
            EpochsDone = Epochs.Count,
            Epochs = Description?.Epochs,
            Epoch = point is { Epoch: > 0 } ? point.Value.Epoch : null,
            Iterations = point?.Iterations,
            TotalIterations = point?.TotalIterations,
            Fraction = Fraction(run.State, point),
            Loss = point?.Loss ?? double.NaN,
            MetaLoss = Epochs is [.., var done] ? done.MetaLoss : point?.MetaLoss ?? double.NaN,
            BestTestLoss = Epochs.LastOrDefault(static epoch => epoch.Best)?.TestLoss ?? double.NaN,
            Rate = rate,
            SecondsLeft = rate > 0 && point is { } at ? Math.Ceiling((at.TotalIterations - at.Iterations) / rate.Value) : null,
            SilentSeconds = isRunning && point is { } heard ? Math.Max(0, Math.Floor((now - heard.Time).TotalSeconds)) : null,
            HasReport = File.Exists(Path.Combine(Folder, ReportWriter.HtmlFile)),
        };
    }

    private double? Fraction(string state, ProgressPoint? point)
    {
        if (state == "finished")
            return 1;
        if (point is { TotalIterations: > 0 } at)
            return Math.Min(1, (double)at.Iterations / at.TotalIterations);
        return Description?.Epochs is { } epochs ? Math.Min(1, (double)Epochs.Count / epochs) : null;
    }
}
