using System.Globalization;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Runs;
using L2O.Settings;
using L2O.Tables;

namespace L2O.Cli.Output;

/// <summary>What <c>l2o runs</c> says of a run.</summary>
/// <param name="Path">The folder, as seen from where the command was given.</param>
/// <param name="Kind">What runs.</param>
/// <param name="State">running, finished, interrupted, failed or crashed.</param>
/// <param name="What">The experiment, in a few words.</param>
/// <param name="Progress">Epochs of a meta-training; empty otherwise.</param>
/// <param name="Result">The best summed test loss of a meta-training; empty otherwise.</param>
/// <param name="Started">When its first session began, UTC.</param>
/// <param name="Seconds">Time that its sessions took together.</param>
internal sealed record RunSummary(string Path, string Kind, string State, string What, string Progress,
    string Result, string Started, double Seconds)
{
    /// <summary>Looks at a run. Its files may be missing or damaged: then their columns are empty.</summary>
    public static RunSummary Of(RunFolder run)
    {
        string what = "", progress = "", result = "";
        if (Try(() => SettingsJson.Load<Experiment>(System.IO.Path.Combine(run.FullPath, MetaTrainingFolder.ConfigFile))) is { } experiment)
        {
            what = $"{string.Join(", ", experiment.Mixture.Select(static task => task.Optimizee))} on {experiment.Data}, seed " +
                $"{experiment.Seed}";
            IReadOnlyList<EpochMetrics> epochs = Try(() => MetaTrainingCsv.Read(run.FullPath)) ?? [];
            progress = string.Create(CultureInfo.InvariantCulture, $"{epochs.Count}/{experiment.MetaTraining.Epochs} epochs");
            if (epochs.LastOrDefault(static epoch => epoch.Best) is { } best)
                result = string.Create(CultureInfo.InvariantCulture, $"{best.TestLoss:F2}");
        }
        else if (Try(() =>
            SettingsJson.Load<MetaTestExperiment>(System.IO.Path.Combine(run.FullPath, MetaTrainingFolder.ConfigFile))) is { } test)
        {
            what = $"{test.Phis.Length} learned optimizers on {test.Data}, seed {test.Seed}";
        }
        string started = run.Record.Sessions is [var first, ..]
            ? first.Started.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) : "";
        return new RunSummary(System.IO.Path.GetRelativePath(Environment.CurrentDirectory, run.FullPath),
            run.Record.Kind, run.State, what, progress, result, started, run.Worked.TotalSeconds);
    }

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
