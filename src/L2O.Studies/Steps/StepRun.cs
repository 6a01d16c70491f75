using System.Collections.Concurrent;
using System.Diagnostics;

namespace L2O.Studies.Steps;

/// <summary>A step at work, on a thread of its own.</summary>
/// <param name="step">The step.</param>
/// <param name="threads">Threads that it may use.</param>
/// <param name="folder">Where it works.</param>
/// <param name="inputsHash">Digest of what it depends on.</param>
internal sealed class StepRun(Step step, int threads, StepFolder folder, string inputsHash)
{
    private long _started;

    public Step Step { get; } = step;

    public int Threads { get; } = threads;

    public StepFolder Folder { get; } = folder;

    /// <summary>Time of all of the step's sessions, this one included.</summary>
    public double Seconds => Folder.Seconds;

    /// <summary>What ended it early; null if it is done.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Begins; at its end the run goes into <paramref name="ended"/>.</summary>
    public void Start(string root, IProgress<StepProgress> reports, BlockingCollection<StepRun> ended, CancellationToken cancellation)
    {
        _started = Stopwatch.GetTimestamp();
        new Thread(() =>
        {
            try
            {
                Work(root, reports, cancellation);
            }
            catch (Exception failure) // a step's failure is the study's result, not its end
            {
                Failure = failure;
            }
            ended.Add(this, CancellationToken.None);
        })
        { IsBackground = true, Name = Step.Name }.Start();
    }

    private void Work(string root, IProgress<StepProgress> reports, CancellationToken cancellation)
    {
        Folder.Begin(inputsHash);
        double before = Folder.Seconds;
        var progress =
            new Shares(share => reports.Report(new StepProgress(Step.Name, StepState.Running, share, Threads, before + Elapsed())));
        IReadOnlyList<string>? outputs = null;
        try
        {
            outputs = Step.Run(new StepContext(root, Step.Name, Threads, progress), cancellation);
        }
        finally
        {
            Folder.End(Elapsed(), outputs);
        }
    }

    private double Elapsed() => Stopwatch.GetElapsedTime(_started).TotalSeconds;

    private sealed class Shares(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(Math.Clamp(value, 0, 1));
    }
}
