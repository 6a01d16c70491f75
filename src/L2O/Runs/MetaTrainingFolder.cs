using System.Collections.Immutable;
using System.Globalization;
using L2O.Data;
using L2O.Kernels;
using L2O.MetaTraining;
using L2O.Optimizees;
using L2O.Optimizers.Learned;

namespace L2O.Runs;

/// <summary>
/// A meta-training that lives in a folder: <c>config.json</c> says what it is, <c>checkpoint.safetensors</c> where it
/// stands after the last whole epoch, <c>phi.safetensors</c> holds the best phi so far, <c>meta_training.csv</c> the
/// losses. Every file is replaced in one step, so the folder is whole whenever the process ends.
/// </summary>
public sealed class MetaTrainingFolder
{
    /// <summary>The description's name.</summary>
    public const string ConfigFile = "config.json";

    private readonly bool _replanned;

    private MetaTrainingFolder(string folder, Experiment experiment, bool replanned = false)
    {
        FullPath = Path.GetFullPath(folder);
        Experiment = experiment;
        _replanned = replanned;
    }

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>What is trained.</summary>
    public Experiment Experiment { get; }

    /// <summary>Starts a folder with a description.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="experiment">What will be trained.</param>
    public static MetaTrainingFolder Create(string folder, Experiment experiment)
    {
        Directory.CreateDirectory(folder);
        SettingsJson.Save(Path.Combine(folder, ConfigFile), experiment);
        return new MetaTrainingFolder(folder, experiment);
    }

    /// <summary>Opens a folder that <see cref="Create"/> made.</summary>
    /// <exception cref="FileNotFoundException">It has no description.</exception>
    /// <exception cref="InvalidDataException">The description is damaged.</exception>
    public static MetaTrainingFolder Open(string folder)
    {
        return new MetaTrainingFolder(folder, SettingsJson.Load<Experiment>(Path.Combine(folder, ConfigFile)));
    }

    /// <summary>Refuses what fits no run before anything is written: networks that do not take the data, a regulariser without a symmetry, a start that is not there.</summary>
    /// <param name="experiment">The description.</param>
    /// <param name="train">The dataset that it names.</param>
    /// <exception cref="ArgumentException">Something does not fit; the message says what.</exception>
    /// <exception cref="FileNotFoundException">There is no phi to start from.</exception>
    public static void Check(Experiment experiment, IDataset train)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(train);
        using var compute = new Compute(threads: 1);
        StartPhi(experiment);
        foreach (MetaTask<float> task in Tasks(experiment, train, compute))
        {
            experiment.MetaTraining.Check(task.Optimizee);
            if (experiment.LearnedOptimizer is PartialControl partial)
                partial.Check(task.Optimizee.Layout);
        }
    }

    /// <summary>
    /// Replaces the number of epochs, to train longer than planned at first. <see cref="Run"/> stores it, once it knows that
    /// the checkpoint is sound.
    /// </summary>
    /// <param name="experiment">Equal to <see cref="Experiment"/> but for the epochs, of which there are at least as many as done.</param>
    /// <exception cref="ArgumentException">It has fewer epochs than are done.</exception>
    /// <exception cref="InvalidDataException">The checkpoint is damaged.</exception>
    public MetaTrainingFolder Replan(Experiment experiment)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        int done = EpochsDone();
        if (experiment.MetaTraining.Epochs < done)
            throw new ArgumentException($"{FullPath} has {done} epochs; expected metaTraining.epochs to be {done} or more, it is {experiment.MetaTraining.Epochs}");
        return new MetaTrainingFolder(FullPath, experiment, replanned: experiment != Experiment);
    }

    /// <summary>Runs all epochs that are not done yet, keeping each one when it ends.</summary>
    /// <param name="train">The dataset named by the description.</param>
    /// <param name="compute">Lanes and threads; the result depends on neither.</param>
    /// <param name="progress">Told a few times a second at most; may be null.</param>
    /// <param name="epochDone">Called after each epoch is on disk; may be null.</param>
    /// <param name="cancellation">Ends the work after the present unroll; epochs on disk stay.</param>
    /// <returns>The best phi.</returns>
    public PhiFile Run(
        IDataset train,
        Compute compute,
        IProgress<MetaTrainingProgress>? progress = null,
        Action<EpochMetrics>? epochDone = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        var trainer = new MetaTrainer<float>(
            Experiment.LearnedOptimizer, Tasks(Experiment, train, compute), train, Experiment.MetaTraining, Experiment.Seed, compute, StartPhi(Experiment));
        string checkpoint = Path.Combine(FullPath, CheckpointFile.FileName);
        if (File.Exists(checkpoint))
            Restore(trainer, checkpoint);
        if (_replanned)
            SettingsJson.Save(Path.Combine(FullPath, ConfigFile), Experiment);
        while (trainer.Epoch < Experiment.MetaTraining.Epochs)
        {
            EpochMetrics metrics = trainer.RunEpoch(progress, cancellation);
            CheckpointFile.Save(checkpoint, Experiment.LearnedOptimizer, trainer.Save());
            StoreResults(trainer);
            epochDone?.Invoke(metrics);
        }
        return Best(trainer);
    }

    /// <summary>Epochs on disk.</summary>
    public int EpochsDone()
    {
        string checkpoint = Path.Combine(FullPath, CheckpointFile.FileName);
        return File.Exists(checkpoint) ? CheckpointFile.Load(checkpoint, Experiment.LearnedOptimizer).Epoch : 0;
    }

    private static MetaTask<float>[] Tasks(Experiment experiment, IDataset train, Compute compute)
    {
        int inputSize = train.InputShape.Aggregate(1, static (product, size) => product * size);
        return [.. experiment.Mixture.Select(task => new MetaTask<float>(OptimizeeCatalog.Create<float>(task.Optimizee, inputSize, train.ClassCount, compute), task.Weight))];
    }

    /// <summary>What a fine-tuning starts from; empty for a fresh phi.</summary>
    private static ReadOnlySpan<float> StartPhi(Experiment experiment)
    {
        if (experiment.StartFrom is not { } path)
            return [];
        var start = PhiFile.Load(Directory.Exists(path) ? Path.Combine(path, PhiFile.FileName) : path);
        return start.Settings.Equals(experiment.LearnedOptimizer)
            ? start.Phi
            : throw new ArgumentException($"startFrom {path} is a learned optimizer with other settings than learnedOptimizer's; expected the same");
    }

    private void Restore(MetaTrainer<float> trainer, string checkpoint)
    {
        MetaTrainingState<float> state = CheckpointFile.Load(checkpoint, Experiment.LearnedOptimizer);
        try
        {
            trainer.Restore(state);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"{checkpoint}: {failure.Message}", failure);
        }
        if (trainer.Epoch > 0)
            StoreResults(trainer); // the process may have ended between the checkpoint and these
    }

    private void StoreResults(MetaTrainer<float> trainer)
    {
        MetaTrainingCsv.Write(FullPath, trainer.Metrics);
        Best(trainer).Save(Path.Combine(FullPath, PhiFile.FileName));
    }

    private PhiFile Best(MetaTrainer<float> trainer) => new(Experiment.LearnedOptimizer, trainer.BestPhi.ToArray(), ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            new KeyValuePair<string, string>("data", Experiment.Data.ToString()),
            new("optimizee", string.Join(", ", Experiment.Mixture.Select(static task => task.Optimizee))),
            new("seed", Experiment.Seed.ToString(CultureInfo.InvariantCulture)),
            new("epochs", trainer.Epoch.ToString(CultureInfo.InvariantCulture)),
        ]));
}
