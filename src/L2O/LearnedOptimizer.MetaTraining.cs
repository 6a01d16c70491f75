using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Runs;
using L2O.Settings;

namespace L2O;

/// <content>Meta-training: how phi comes about.</content>
public sealed partial class LearnedOptimizer
{
    /// <summary>
    /// Meta-trains a learned optimizer in a folder, or goes on with what is in it: interrupted and called again, it ends in the same bits
    /// as without interruption. The folder gets the losses (<c>meta_training.csv</c>), checkpoints and the best phi.
    /// </summary>
    /// <param name="folder">New, empty, or that of the same meta-training.</param>
    /// <param name="experiment">A preset such as <c>quick</c>, or the path of a JSON file.</param>
    /// <param name="settings">Changes of single settings, e.g. <c>metaTraining.epochs=2</c>; null for none.</param>
    /// <param name="progress">Told after each unroll; may be null.</param>
    /// <param name="epochDone">Called when an epoch is on disk; may be null.</param>
    /// <param name="warned">Told at once of what went wrong and could be borne, in one line each: a divergence, epochs that sank to the
    /// level of guessing (see <see cref="Warning"/> too), a damaged checkpoint; may be null.</param>
    /// <param name="threads">0 means as many as are fastest here; the result is the same for any number.</param>
    /// <param name="cancellation">Ends the work within a second; it can be gone on with.</param>
    /// <returns>The best phi of all epochs.</returns>
    /// <exception cref="ArgumentException">There is no such preset or setting, or the folder holds another experiment.</exception>
    /// <exception cref="FileNotFoundException">There is no such file, or the data are not there.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was canceled; the folder can be gone on with.</exception>
    /// <exception cref="DivergenceException">A number was not finite, and the settings say to abort then.</exception>
    public static LearnedOptimizer MetaTrain(
        string folder,
        string experiment = "quick",
        IEnumerable<string>? settings = null,
        IProgress<MetaTrainingProgress>? progress = null,
        Action<EpochMetrics>? epochDone = null,
        Action<string>? warned = null,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(experiment);
        Experiment described = experiment.EndsWith(".json", StringComparison.Ordinal)
            ? ExperimentPaths.Resolve(SettingsJson.Load<Experiment>(experiment), Path.GetDirectoryName(Path.GetFullPath(experiment))!)
            : ExperimentPresets.Find(experiment);
        return MetaTrain(folder, SettingsOverrides.Apply(described, settings ?? []), null, progress, epochDone, warned, threads,
            cancellation);
    }

    /// <summary>The same for an experiment that is built in C#, with data of one's own.</summary>
    /// <param name="folder">New, empty, or that of the same meta-training.</param>
    /// <param name="experiment">What is trained, and how.</param>
    /// <param name="data">The training split; null means what the experiment names.</param>
    /// <param name="progress">Told after each unroll; may be null.</param>
    /// <param name="epochDone">Called when an epoch is on disk; may be null.</param>
    /// <param name="warned">Told at once of what went wrong and could be borne, in one line each: a divergence, epochs that sank to the
    /// level of guessing (see <see cref="Warning"/> too), a damaged checkpoint; may be null.</param>
    /// <param name="threads">0 means as many as are fastest here; the result is the same for any number.</param>
    /// <param name="cancellation">Ends the work within a second; it can be gone on with.</param>
    /// <returns>The best phi of all epochs.</returns>
    /// <exception cref="ArgumentException">Something does not fit together, or the folder holds another experiment.</exception>
    /// <exception cref="FileNotFoundException">The data are not there.</exception>
    /// <exception cref="InvalidDataException">A file is damaged.</exception>
    /// <exception cref="OperationCanceledException">It was canceled; the folder can be gone on with.</exception>
    /// <exception cref="DivergenceException">A number was not finite, and the settings say to abort then.</exception>
    public static LearnedOptimizer MetaTrain(
        string folder,
        Experiment experiment,
        IDataset? data = null,
        IProgress<MetaTrainingProgress>? progress = null,
        Action<EpochMetrics>? epochDone = null,
        Action<string>? warned = null,
        int threads = 0,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(experiment);
        experiment = ExperimentPaths.Resolve(experiment, ".");
        string? ownData = data?.Name;
        IReadOnlyDictionary<string, IDataset>? sources = experiment.Particles is { } particles
            ? TaskSources.Load(particles, DataFolder.Resolve(), threads) : null;
        if (sources is not null && data is not null)
            throw new ArgumentException("data are given; expected null, as the families of a particle training name theirs", nameof(data));
        if (sources is null)
            data ??= experiment.Data.Load(DataFolder.Resolve(), threads).Train;
        MetaTrainingFolder run = OpenOrCreate(folder, experiment, data, sources);
        using var compute = new Compute(threads);
        return new LearnedOptimizer(run.Run(data, compute,
            new MetaTrainingRunOptions
            {
                Progress = progress,
                EpochDone = epochDone,
                Warned = warned,
                Sources = sources,
                DataName = ownData,
                HasOwnData = ownData is not null,
            }, cancellation));
    }

    private static MetaTrainingFolder OpenOrCreate(string folder, Experiment experiment, IDataset? data,
        IReadOnlyDictionary<string, IDataset>? sources)
    {
        if (!FolderUse.Holds(folder, MetaTrainingFolder.Kind))
        {
            if (sources is null)
                MetaTrainingFolder.Check(experiment, data!);
            else
                MetaTrainingFolder.Check(experiment, sources);
            return MetaTrainingFolder.Create(folder, experiment);
        }
        var found = MetaTrainingFolder.Open(folder);
        return found.Experiment == experiment ? found : throw new ArgumentException(
            $"{found.FullPath} holds the meta-training of another experiment; expected a new folder, or the settings that it began with");
    }
}
