using System.Globalization;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Runs;
using L2O.Settings;
using L2O.Tables;
using L2O.Testing.Files;

namespace L2O.Testing.Serving;

/// <summary>A folder with runs as they look on disk, written by hand.</summary>
internal sealed class LiveFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public LiveFolder() => Directory.CreateDirectory(Root);

    public string Root => _folder["runs"];

    /// <summary>Beside the shown folder.</summary>
    public string Outside(string name) => _folder[name];

    public string this[string run] => Path.Combine(Root, run);

    public void Dispose() => _folder.Dispose();

    /// <summary>A meta-training with epochs; running ones need a <see cref="RunLock"/> of the test's own.</summary>
    public string AddTraining(string name, RunState state = RunState.Finished, int epochs = 3, ulong seed = 1)
    {
        string folder = this[name];
        MetaTrainingFolder.Create(folder,
            SettingsOverrides.Apply(ExperimentPresets.Find("quick"), [$"seed={seed}", "metaTraining.epochs=4"]));
        MetaTrainingCsv.Write(folder,
            [.. Enumerable.Range(1, epochs).Select(epoch => new EpochMetrics(epoch, 4 - 0.5 * epoch, 250 - 20 * epoch, Best: true))]);
        RunRecord record = RunRecord.New("meta-training", seed).Begin(RunSession.Begin(threads: 1));
        (state == RunState.Running ? record : record.End(state, $"made {state}")).Save(folder);
        return folder;
    }

    /// <summary>Appends a row to a run's progress, as a run does.</summary>
    public static void Progress(string folder, DateTimeOffset time, int epoch, long iterations, long total, double loss)
    {
        string path = Path.Combine(folder, ProgressLog.FileName);
        if (!File.Exists(path))
            File.WriteAllText(path, $"{ProgressPoint.Header}\n");
        File.AppendAllText(path,
            string.Create(CultureInfo.InvariantCulture, $"{new ProgressPoint(time, epoch, iterations, total, loss, 3.5).Format()}\n"));
    }
}
