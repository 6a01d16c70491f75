using System.Globalization;
using L2O.Data;
using L2O.Kernels;
using L2O.MetaTraining;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>A meta-training as the command line asks for it: in a folder, with progress, interruptible.</summary>
internal static class MetaTrainingJob
{
    /// <summary>Runs the epochs that are not done yet.</summary>
    /// <returns>The best phi.</returns>
    /// <exception cref="WorkFailedException">No epoch ended with a finite loss.</exception>
    public static PhiFile Run(Invocation invocation, MetaTrainingFolder folder, IDataset train, int threads)
    {
        MetaTrainingSettings settings = folder.Experiment.MetaTraining;
        int done = folder.EpochsDone();
        long perEpoch = (long)(settings.RunsPerEpoch + settings.TestRuns) * settings.Iterations;
        Keep(invocation, folder, done);
        using var compute = new Compute(threads);
        var plan = new ProgressPlan("meta-training", "iterations", perEpoch * settings.Epochs, perEpoch * done);
        PhiFile phi = invocation.WithProgress(plan, reporter =>
        {
            var progress = new SynchronousProgress<MetaTrainingProgress>(step => reporter.Report(step.Iterations, step.Loss));
            return folder.Run(train, compute, progress, epoch =>
            {
                Keep(invocation, folder, epoch.Epoch);
                if (!invocation.Terminal.DecoratesError)
                    invocation.Note(string.Create(CultureInfo.InvariantCulture,
                        $"epoch {epoch.Epoch} of {settings.Epochs}: meta-loss {epoch.MetaLoss:F3}, summed test loss {epoch.TestLoss:F2}{(epoch.Best ? ", best so far" : "")}, {epoch.Seconds:F1} s"));
            }, invocation.Cancellation);
        });
        if (!MetaTrainingCsv.Read(folder.FullPath).Any(static epoch => epoch.Best))
            throw new WorkFailedException($"none of {settings.Epochs} epochs ended with a finite loss, {folder.FullPath} holds no trained phi; a smaller metaTraining.metaLearningRate may help");
        return phi;
    }

    private static void Keep(Invocation invocation, MetaTrainingFolder folder, int epochs)
    {
        string kept = epochs == 0 ? "no epoch was complete, the configuration is kept" : $"{epochs} of {folder.Experiment.MetaTraining.Epochs} epochs are kept, with the best phi so far";
        invocation.Kept = $"{kept}; go on with: l2o meta-train --resume --out '{folder.FullPath}'";
    }
}
