using System.Diagnostics;
using System.Globalization;
using L2O.Cli.Progress;
using L2O.Data;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Tables;

namespace L2O.Cli;

/// <summary>A meta-training as the command line asks for it: in a folder, with progress, interruptible.</summary>
internal static class MetaTrainingJob
{
    // Divergences come in swarms; the log and the metrics have them all.
    private const int ShownWarnings = 5;

    /// <summary>Runs what is not done yet.</summary>
    /// <returns>The best phi.</returns>
    /// <exception cref="WorkFailedException">No epoch ended with a finite loss.</exception>
    public static PhiFile Run(Invocation invocation, MetaTrainingFolder folder, IDataset train, int threads, CheckpointInterval checkpoints)
    {
        MetaTrainingSettings settings = folder.Experiment.MetaTraining;
        (int epochs, MetaTrainingCursor cursor) = folder.Place();
        Keep(invocation, folder, epochs, cursor);
        using var compute = new Compute(threads);
        long perEpoch = PerEpoch(folder.Experiment);
        var plan = new ProgressPlan("meta-training", "iterations", perEpoch * settings.Epochs,
            perEpoch * epochs + IterationsOf(settings, cursor));
        PhiFile phi = invocation.WithProgress(plan, reporter =>
            folder.Run(train, compute, Options(invocation, folder, reporter, checkpoints), invocation.Cancellation));
        if (!MetaTrainingCsv.Read(folder.FullPath).Any(static epoch => epoch.Best))
            throw new WorkFailedException(
                $"none of {settings.Epochs} epochs made a meta-step and ended with a finite loss, {folder.FullPath} holds no trained " +
                $"phi; a smaller metaTraining.metaLearningRate may help");
        return phi;
    }

    private static MetaTrainingRunOptions Options(Invocation invocation, MetaTrainingFolder folder,
        ProgressReporter reporter, CheckpointInterval checkpoints)
    {
        int warnings = 0, total = folder.Experiment.MetaTraining.Epochs;
        long started = Stopwatch.GetTimestamp();
        return new MetaTrainingRunOptions
        {
            Checkpoints = checkpoints,
            Logger = invocation.Log,
            Progress = new SynchronousProgress<MetaTrainingProgress>(step => reporter.Report(step.Iterations, step.Loss)),
            Checkpointed = (epochs, cursor) => Keep(invocation, folder, epochs, cursor),
            Warned = warning =>
            {
                if (++warnings <= ShownWarnings)
                    invocation.Warn(
                        warning + (warnings == ShownWarnings ? $"; further warnings are in {MetaTrainingFolder.LogFile} alone" : ""));
            },
            EpochDone = epoch =>
            {
                if (!invocation.Terminal.DecoratesError)
                    invocation.Note(string.Create(CultureInfo.InvariantCulture,
                        $"epoch {epoch.Epoch} of {total}: meta-loss {epoch.MetaLoss:F3}, summed test loss " +
                            $"{epoch.TestLoss:F2}{(epoch.Best ? ", best so far" : "")}{Diverged(epoch)}, " +
                            $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));
                started = Stopwatch.GetTimestamp();
            },
        };
    }

    private static string Diverged(EpochMetrics epoch) =>
        epoch is { SkippedMetaSteps: 0, DivergedRuns: 0 }
            ? "" : $", {epoch.SkippedMetaSteps} meta-steps skipped and {epoch.DivergedRuns} runs ended because they diverged";

    private static long PerEpoch(Experiment experiment) =>
        (long)(experiment.MetaTraining.RunsPerEpoch + experiment.MetaTraining.TestRuns * experiment.Mixture.Length)
            * experiment.MetaTraining.Iterations;

    private static long IterationsOf(MetaTrainingSettings settings, MetaTrainingCursor cursor) =>
        (long)cursor.Run * settings.Iterations + cursor.Iteration;

    private static void Keep(Invocation invocation, MetaTrainingFolder folder, int epochs, MetaTrainingCursor cursor)
    {
        MetaTrainingSettings settings = folder.Experiment.MetaTraining;
        long more = IterationsOf(settings, cursor);
        string kept = (epochs, more) switch
        {
            (0, 0) => "no checkpoint was made yet, the configuration is kept",
            (0, _) => $"{more} iterations of the first epoch are kept",
            (_, 0) => $"{epochs} of {settings.Epochs} epochs are kept, with the best phi so far",
            _ => $"{epochs} of {settings.Epochs} epochs and {more} iterations of the next are kept, with the best phi so far",
        };
        invocation.Kept = $"{kept}; go on with: l2o meta-train --resume --out '{folder.FullPath}'";
    }
}
