using System.Globalization;
using L2O.Data;
using L2O.Kernels;
using L2O.MetaTraining;
using L2O.Runs;

namespace L2O.Cli;

/// <summary>A meta-training as the command line asks for it: in a folder, with progress, interruptible.</summary>
internal static class MetaTrainingJob
{
    public static PhiFile Run(Invocation invocation, MetaTrainingFolder folder, IDataset train, int threads)
    {
        MetaTrainingSettings settings = folder.Experiment.MetaTraining;
        int done = folder.EpochsDone();
        long perEpoch = (long)(settings.RunsPerEpoch + settings.TestRuns) * settings.Iterations;
        Keep(invocation, done, settings.Epochs);
        using var compute = new Compute(threads);
        var plan = new ProgressPlan("meta-training", "iterations", perEpoch * settings.Epochs, perEpoch * done);
        return invocation.WithProgress(plan, reporter =>
        {
            var progress = new SynchronousProgress<MetaTrainingProgress>(step => reporter.Report(step.Iterations, step.Loss));
            return folder.Run(train, compute, progress, epoch =>
            {
                Keep(invocation, epoch.Epoch, settings.Epochs);
                if (!invocation.Terminal.DecoratesError)
                    invocation.Note(string.Create(CultureInfo.InvariantCulture,
                        $"epoch {epoch.Epoch} of {settings.Epochs}: meta-loss {epoch.MetaLoss:F3}, summed test loss {epoch.TestLoss:F2}{(epoch.Best ? ", best so far" : "")}, {epoch.Seconds:F1} s"));
            }, invocation.Cancellation);
        });
    }

    private static void Keep(Invocation invocation, int epochs, int planned) => invocation.Kept = epochs == 0
        ? "no epoch was complete; the configuration is kept"
        : $"{epochs} of {planned} epochs are kept, with the best phi so far; 'l2o meta-train --resume --out' with that folder goes on from there";
}
