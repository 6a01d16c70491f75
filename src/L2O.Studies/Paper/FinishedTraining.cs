using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Files;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Settings;
using L2O.Tables;

namespace L2O.Studies.Paper;

/// <summary>
/// A finished meta-training as a few small files in <c>trainings/NAME</c> of a study's folder, 100 KB together: to be copied to another
/// machine, or committed, and taken up again by a study there. Any folder of a meta-training with these files will do.
/// </summary>
/// <param name="root">The study's folder.</param>
/// <param name="name">Name of the meta-training.</param>
internal sealed class FinishedTraining(string root, string name)
{
    /// <summary>The folder in a study's that holds them.</summary>
    public const string TrainingsFolder = "trainings";

    /// <summary>The files that other steps read.</summary>
    public static ImmutableArray<string> Results { get; } =
        [PhiFile.FileName, MetaTrainingFolder.LastPhiFile, MetaTrainingFolder.LeastMetaLossFile, MetaTrainingCsv.FileName];

    /// <summary>Those, and what says of which settings, data and machine they are.</summary>
    private static readonly ImmutableArray<string> s_files =
        [.. Results, MetaTrainingFolder.ConfigFile, DataRecord.FileName, RunRecord.FileName];

    private string Folder => Path.Combine(root, TrainingsFolder, name);

    /// <summary>Whether it is there, finished, of these settings and data, and its files are sound; if so they are copied.</summary>
    /// <param name="experiment">What is asked for.</param>
    /// <param name="train">The data that it reads.</param>
    /// <param name="into">Where to copy to; an existing folder.</param>
    public bool TryTake(Experiment experiment, IDataset train, string into)
    {
        if (!s_files.All(file => File.Exists(Path.Combine(Folder, file))) || !Fits(experiment, train))
            return false;
        Copy(Folder, into);
        return true;
    }

    /// <summary>Stores it, from the folder where it was made.</summary>
    public void Keep(string from)
    {
        Directory.CreateDirectory(Folder);
        Copy(from, Folder);
    }

    private bool Fits(Experiment experiment, IDataset train)
    {
        try
        {
            var stored = SettingsJson.Load<Experiment>(Path.Combine(Folder, MetaTrainingFolder.ConfigFile));
            var data = SettingsJson.Load<DataRecord>(Path.Combine(Folder, DataRecord.FileName));
            return Essence(stored) == Essence(experiment)
                && data.Digest == DatasetFingerprint.Of(train)
                && RunRecord.Load(Folder).State == RunState.Finished
                && MetaTrainingCsv.Read(Folder).Count == experiment.MetaTraining.Epochs
                && Results.Where(static file => file.EndsWith(".safetensors", StringComparison.Ordinal))
                    .All(file => PhiFile.Load(Path.Combine(Folder, file)).Settings.Equals(experiment.LearnedOptimizer));
        }
        catch (Exception damage) when (damage is InvalidDataException or ArgumentException or IOException)
        {
            return false; // made anew, as if it were not there
        }
    }

    /// <summary>What a meta-training's result depends on: tests that a description plans for later play no part.</summary>
    private static string Essence(Experiment experiment) => SettingsJson.Format(new Experiment(
        experiment.Seed, experiment.Data, experiment.Optimizee, experiment.Layers, experiment.Tasks, experiment.LearnedOptimizer,
        experiment.StartFrom, experiment.MetaTraining, loss: experiment.Loss));

    private static void Copy(string from, string to)
    {
        foreach (string file in s_files)
            AtomicFile.Write(Path.Combine(to, file), stream => stream.Write(File.ReadAllBytes(Path.Combine(from, file))));
    }
}
