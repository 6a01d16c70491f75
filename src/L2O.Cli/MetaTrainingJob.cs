using System.Diagnostics;
using System.Globalization;
using L2O.Cli.Progress;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
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
    /// <param name="invocation">The command.</param>
    /// <param name="folder">Where it runs.</param>
    /// <param name="data">Its data.</param>
    /// <param name="threads">Threads for computing.</param>
    /// <param name="checkpoints">How often to store it.</param>
    /// <param name="exchange">The other workers; null for none.</param>
    /// <returns>The best phi.</returns>
    /// <exception cref="WorkFailedException">No epoch ended with a finite loss.</exception>
    public static PhiFile Run(Invocation invocation, MetaTrainingFolder folder, MetaTrainingData data, int threads,
        CheckpointInterval checkpoints, IShareExchange? exchange = null)
    {
        Experiment experiment = folder.Experiment;
        (int epochs, MetaTrainingCursor cursor) = folder.Place();
        Action<int, MetaTrainingCursor> kept = (epochs, cursor) => Keep(invocation, folder, exchange is not null, epochs, cursor);
        kept(epochs, cursor);
        using var compute = new Compute(threads);
        long perEpoch = PerEpoch(experiment);
        var plan = new ProgressPlan("meta-training", "iterations", Total(experiment), perEpoch * epochs + IterationsOf(experiment, cursor));
        PhiFile phi = invocation.WithProgress(plan, reporter => folder.Run(data.Train, compute,
            Options(invocation, folder, reporter, checkpoints) with { Sources = data.Sources, Exchange = exchange, Checkpointed = kept },
            invocation.Cancellation));
        if (!MetaTrainingCsv.Read(folder.FullPath).Any(static epoch => epoch.Best))
            throw new WorkFailedException(
                $"none of {experiment.Epochs} epochs made a meta-step and ended with a finite loss, {folder.FullPath} holds no trained " +
                $"phi; a smaller " +
                $"{(experiment.Particles is null ? "metaTraining.metaLearningRate" : "particles.metaOptimizer.learningRate")}" +
                $" may help");
        return phi;
    }

    private static MetaTrainingRunOptions Options(Invocation invocation, MetaTrainingFolder folder,
        ProgressReporter reporter, CheckpointInterval checkpoints)
    {
        int warnings = 0, total = folder.Experiment.Epochs;
        long started = Stopwatch.GetTimestamp();
        return new MetaTrainingRunOptions
        {
            Checkpoints = checkpoints,
            Logger = invocation.Log,
            Progress = new SynchronousProgress<MetaTrainingProgress>(step => reporter.Report(step.Iterations, step.Loss)),
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
                        $"epoch {epoch.Epoch} of {total}: meta-loss {epoch.MetaLoss:F3}, " +
                            $"{TestLoss(folder.Experiment.Particles is not null, epoch)}" +
                            $"{(epoch.Best ? ", best so far" : "")}{Diverged(epoch)}, " +
                            $"{Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s"));
                started = Stopwatch.GetTimestamp();
            },
        };
    }

    private static string Diverged(EpochMetrics epoch) =>
        epoch is { SkippedMetaSteps: 0, DivergedRuns: 0 }
            ? "" : $", {epoch.SkippedMetaSteps} meta-steps skipped and {epoch.DivergedRuns} runs ended because they diverged";

    /// <summary>What an epoch's evaluation came to, for people.</summary>
    public static string TestLoss(bool isOfParticles, EpochMetrics epoch) => $"{EpochWords.Of(isOfParticles).ShortTestLoss} "
        + epoch.TestLoss.ToString(isOfParticles ? "F4" : "F2", CultureInfo.InvariantCulture);

    private static long Total(Experiment experiment) => experiment.Particles is { } particles
        ? particles.MetaSteps * particles.InnerSteps : PerEpoch(experiment) * experiment.MetaTraining.Epochs;

    private static long PerEpoch(Experiment experiment) => experiment.Particles is { } particles
        ? particles.StepsOfEpoch * particles.InnerSteps :
        (long)(experiment.MetaTraining.RunsPerEpoch + experiment.MetaTraining.TestRuns * experiment.Mixture.Length)
            * experiment.MetaTraining.Iterations;

    private static long IterationsOf(Experiment experiment, MetaTrainingCursor cursor) => experiment.Particles is { } particles
        ? cursor.Run * particles.InnerSteps : (long)cursor.Run * experiment.MetaTraining.Iterations + cursor.Iteration;

    private static void Keep(Invocation invocation, MetaTrainingFolder folder, bool isShared, int epochs, MetaTrainingCursor cursor)
    {
        int all = folder.Experiment.Epochs;
        long more = IterationsOf(folder.Experiment, cursor);
        string kept = (epochs, more) switch
        {
            (0, 0) => "no checkpoint was made yet, the configuration is kept",
            (0, _) => $"{more} iterations of the first epoch are kept",
            (_, 0) => $"{epochs} of {all} epochs are kept, with the best phi so far",
            _ => $"{epochs} of {all} epochs and {more} iterations of the next are kept, with the best phi so far",
        };
        invocation.Kept = $"{kept}; go on with: "
            + (isShared ? "the same command" : $"l2o meta-train --resume --out '{folder.FullPath}'");
    }
}
