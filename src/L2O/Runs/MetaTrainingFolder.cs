using System.Collections.Immutable;
using System.Globalization;
using L2O.Data;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.MetaTraining.Estimators;
using L2O.MetaTraining.Tasks;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Partial;
using L2O.Pretrained;
using L2O.Settings;
using L2O.Tables;
using L2O.Training;

namespace L2O.Runs;

/// <summary>
/// A meta-training that lives in a folder: <c>config.json</c> says what it is, <c>run.json</c> what became of it,
/// <c>checkpoint.safetensors</c> and the one before where it stands, <c>phi.safetensors</c> holds the best phi so far,
/// <c>phi-last.safetensors</c> and <c>phi-least-meta-loss.safetensors</c> two more for those who choose otherwise, <c>meta_training.csv</c>
/// the losses, <c>log.jsonl</c> what happened. Every file is replaced in one step (the log grows by lines), so the folder is whole whenever
/// the process ends.
/// </summary>
internal sealed class MetaTrainingFolder
{
    /// <summary>The description's name.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>The log's name: a JSON object a line.</summary>
    public const string LogFile = "log.jsonl";

    /// <summary>Name of the file with the phi of the last epoch done.</summary>
    public const string LastPhiFile = "phi-last.safetensors";

    /// <summary>Name of the file with the phi of the epoch whose meta-loss was the least: another choice than by test runs.</summary>
    public const string LeastMetaLossFile = "phi-least-meta-loss.safetensors";

    /// <summary>What <see cref="RunRecord.Kind"/> says.</summary>
    public const string Kind = "meta-training";

    private const string StartFile = "start.safetensors"; // a copy of what a fine-tuning starts from

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
        experiment = ExperimentPaths.Resolve(experiment, ".");
        PhiFile? start = experiment.StartFrom is { } source ? PhiSource.Load(source) : null;
        Directory.CreateDirectory(folder);
        start?.Save(Path.Combine(folder, StartFile));
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

    /// <summary>
    /// Refuses what fits no run before anything is written: networks that do not take the data, a regularizer without a symmetry, a start
    /// that is not there.
    /// </summary>
    /// <param name="experiment">The description.</param>
    /// <param name="train">The dataset that it names.</param>
    /// <exception cref="ArgumentException">Something does not fit; the message says what.</exception>
    /// <exception cref="FileNotFoundException">There is no phi to start from.</exception>
    public static void Check(Experiment experiment, IDataset train)
    {
        ArgumentNullException.ThrowIfNull(experiment);
        ArgumentNullException.ThrowIfNull(train);
        using var compute = new Compute(threads: 1);
        experiment = ExperimentPaths.Resolve(experiment, "."); // messages name whole paths
        StartPhi(experiment, experiment.StartFrom);
        ILearnedOptimizer learned = experiment.LearnedOptimizer;
        double vectors = experiment.MetaTraining.Unroll // the gradients of an unroll
            + RunMemory.StatesOf(() => learned.Bind<float>(new float[learned.PhiLayout().Count], compute));
        foreach ((MetaTask<float> task, TaskSettings named) in Tasks(experiment, train, compute).Zip(experiment.Mixture))
        {
            BatchNeeds.Check(named.Optimizee, task.Optimizee, experiment.MetaTraining.BatchSize, train.Count);
            if (task.Optimizee is Network<float> network)
                RunMemory.Require(named.Optimizee, network, Math.Min(experiment.MetaTraining.BatchSize, train.Count), vectors);
            experiment.MetaTraining.Check(task.Optimizee);
            if (experiment.LearnedOptimizer is PartialControl partial)
                partial.Check(task.Optimizee.Layout);
            CheckBackwardPass(experiment, task.Optimizee.Layout, compute);
            experiment.MetaTraining.RandomStart?.WarmUp<float>()
                .Start(task.Optimizee.Layout, new RunContext(experiment.MetaTraining.Iterations, givesLoss: true));
        }
    }

    /// <summary>The same of a particle training.</summary>
    /// <param name="experiment">The description.</param>
    /// <param name="sources">Its data sets by name.</param>
    /// <exception cref="ArgumentException">Something does not fit; the message says what.</exception>
    /// <exception cref="FileNotFoundException">There is no phi to start from.</exception>
    public static void Check(Experiment experiment, IReadOnlyDictionary<string, IDataset> sources)
    {
        experiment = ExperimentPaths.Resolve(experiment, "."); // messages name whole paths
        StartPhi(experiment, experiment.StartFrom);
        TaskCheck.Run(experiment.Particles!, sources, experiment.LearnedOptimizer);
        experiment.Particles!.MetaOptimizer.Create<float>().Start(experiment.LearnedOptimizer.PhiLayout(),
            new RunContext(experiment.Particles.MetaSteps, givesLoss: true));
    }

    private static void CheckBackwardPass(Experiment experiment, ParameterLayout layout, Compute compute)
    {
        ILearnedOptimizer learned = experiment.LearnedOptimizer;
        LearnedOptimizer<float> optimizer = learned.Bind<float>(new float[learned.PhiLayout().Count], compute);
        var context = new RunContext(experiment.MetaTraining.Iterations, givesLoss: true);
        if (optimizer.Start(layout, context).CreateUnrollGradient(1) is null)
            throw new ArgumentException(
                $"learned optimizer '{optimizer.Name}' has no backward pass; expected one that has, because phi is trained by " +
                $"back-propagation");
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
        int done = Place().Epochs;
        if (experiment.Epochs < done)
            throw new ArgumentException(
                $"{FullPath} has {done} epochs; expected {done} or more, the settings have {experiment.Epochs}");
        return new MetaTrainingFolder(FullPath, experiment, replanned: experiment != Experiment);
    }

    /// <summary>Runs all that is not done yet, storing checkpoints. Holds the folder's lock meanwhile.</summary>
    /// <param name="train">The dataset named by the description; null where it describes particles, whose data are in the options.</param>
    /// <param name="compute">Lanes and threads; the result depends on neither.</param>
    /// <param name="options">How often to store, whom to tell.</param>
    /// <param name="cancellation">Ends the work behind the present meta-step, which is stored.</param>
    /// <returns>The best phi.</returns>
    /// <exception cref="OperationCanceledException">It was canceled; the folder can be resumed.</exception>
    /// <exception cref="RunInUseException">Another process has the folder.</exception>
    /// <exception cref="InvalidDataException">No checkpoint is sound, though there are some.</exception>
    /// <exception cref="DivergenceException">A number was not finite, and the settings say to abort then.</exception>
    /// <exception cref="IOException">The disk is full or fails; the last checkpoint stays.</exception>
    public PhiFile Run(IDataset? train, Compute compute, MetaTrainingRunOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(compute);
        options ??= new MetaTrainingRunOptions();
        using var session = new MetaTrainingSession(this, train, compute, options);
        if (_replanned)
            SettingsJson.Save(Path.Combine(FullPath, ConfigFile), Experiment);
        return session.Run(Kind, cancellation);
    }

    /// <summary>What is on disk: epochs done, and the place in the next.</summary>
    /// <exception cref="InvalidDataException">No checkpoint is sound, though there are some.</exception>
    public (int Epochs, MetaTrainingCursor Cursor) Place() =>
        new CheckpointStore(FullPath).Load(Experiment.LearnedOptimizer, out _) is { } state ? (state.Epoch, state.Cursor) : default;

    /// <summary>A trainer at its beginning.</summary>
    /// <param name="train">The dataset named by the description.</param>
    /// <param name="compute">Where it runs.</param>
    /// <param name="warning">What is wrong with the phi that a fine-tuning began with, if a checkpoint makes up for it.</param>
    /// <exception cref="InvalidDataException">Nothing makes up for it.</exception>
    internal MetaTrainer<float> CreateTrainer(IDataset train, Compute compute, out string? warning) => new(
        Experiment.LearnedOptimizer, Tasks(Experiment, train, compute), train, Experiment.MetaTraining,
            Experiment.Seed, compute, StoredStart(out warning));

    private ReadOnlySpan<float> StoredStart(out string? warning)
    {
        warning = null;
        try
        {
            return StartPhi(Experiment, Start);
        }
        catch (Exception damage) when (damage is InvalidDataException or FileNotFoundException or ArgumentException)
        {
            string line = damage.Message.TrimEnd('.');
            if (new CheckpointStore(FullPath).Load(Experiment.LearnedOptimizer, out _) is null)
                throw new InvalidDataException($"{line}; no checkpoint was made yet, so begin again in a new folder", damage);
            warning = $"{line}; the work goes on from the checkpoint, which does not need it";
            return [];
        }
    }

    /// <summary>A trainer of particles at its beginning.</summary>
    internal ParticleTrainer<float> CreateTrainer(IReadOnlyDictionary<string, IDataset> sources, Compute compute,
        IShareExchange? exchange, out string? warning) => new(Experiment.LearnedOptimizer, Experiment.Particles!, sources.ToDictionary(
            static source => source.Key, static source => new TaskData(source.Value), StringComparer.Ordinal), Experiment.Seed, compute,
            StoredStart(out warning), exchange);

    /// <summary>The copy of what a fine-tuning starts from; where version 0.1 made none, the path as it was given.</summary>
    private string? Start => Experiment.StartFrom is not null && Path.Combine(FullPath, StartFile) is var copy && File.Exists(copy)
        ? copy : Experiment.StartFrom;

    private static MetaTask<float>[] Tasks(Experiment experiment, IDataset train, Compute compute)
    {
        LossKind loss = LossCatalog.Choose(experiment.Loss, train);
        return [.. experiment.Mixture.Select(task =>
            new MetaTask<float>(OptimizeeCatalog.Create<float>(task.Optimizee, train, loss, compute), task.Weight))];
    }

    /// <summary>What a fine-tuning starts from; empty for a fresh phi.</summary>
    private static ReadOnlySpan<float> StartPhi(Experiment experiment, string? path)
    {
        if (path is null)
            return [];
        PhiFile start = PhiSource.Load(path);
        return experiment.LearnedOptimizer.Continues(start.Settings)
            ? start.Phi
            : throw new ArgumentException(
                $"startFrom {path} is a learned optimizer with other settings than learnedOptimizer's; expected the same");
    }

    /// <summary>Writes metrics and the best phi.</summary>
    /// <param name="trainer">Has them.</param>
    /// <param name="data">What phi is trained on.</param>
    /// <param name="chance">Summed loss of guessing, in nats; NaN where there is no such thing.</param>
    internal void StoreResults(IMetaTrainer<float> trainer, DataRecord data, double chance)
    {
        MetaTrainingCsv.Write(FullPath, trainer.Metrics);
        if (trainer is ParticleTrainer<float> particles)
            FamiliesCsv.Write(FullPath, particles.FamilyMetrics);
        Best(trainer, data, chance).Save(Path.Combine(FullPath, PhiFile.FileName));
    }

    /// <summary>
    /// Writes the present phi under the names that it deserves. To be called at an epoch's end, before its checkpoint, so that these files
    /// never lack an epoch that the checkpoint has.
    /// </summary>
    internal void StoreEpoch(IMetaTrainer<float> trainer, DataRecord data, double chance)
    {
        PhiFile phi = Describe(trainer.Phi, trainer.Epoch, data, trainer.Metrics[^1], chance);
        phi.Save(Path.Combine(FullPath, LastPhiFile));
        double loss = trainer.Metrics[^1].MetaLoss;
        if (trainer.Metrics.SkipLast(1).All(earlier => !(earlier.MetaLoss <= loss)))
            phi.Save(Path.Combine(FullPath, LeastMetaLossFile));
    }

    /// <summary>The best phi so far, with where it comes from.</summary>
    internal PhiFile Best(IMetaTrainer<float> trainer, DataRecord data, double chance) =>
        Describe(trainer.BestPhi, trainer.Epoch, data, trainer.Metrics.LastOrDefault(static epoch => epoch.Best), chance);

    private PhiFile Describe(ReadOnlySpan<float> phi, int epochs, DataRecord data, EpochMetrics? tested, double chance) =>
        new(Experiment.LearnedOptimizer, phi.ToArray(), ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            .. Experiment.Particles is { } particles ? Trained(particles) : Trained(data),
            new(PhiFile.DataDigestKey, data.Digest),
            new("seed", Experiment.Seed.ToString(CultureInfo.InvariantCulture)),
            new("epochs", epochs.ToString(CultureInfo.InvariantCulture)),
            .. tested is not null && ChanceLevel.IsAt(tested.TestLoss, chance)
                ? [new KeyValuePair<string, string>(PhiFile.ChanceKey, ChanceLevel.Describe(tested.TestLoss, chance))]
                : Array.Empty<KeyValuePair<string, string>>(),
        ]));

    private IEnumerable<KeyValuePair<string, string>> Trained(DataRecord data)
    {
        yield return new("data", data.Name);
        if (data.Name == Experiment.Data.ToString() && Experiment.Data.Digests is { } digests)
            yield return new("dataSha256", string.Join(' ', digests));
        yield return new("optimizee", string.Join(", ", Experiment.Mixture.Select(static task => task.Optimizee)));
    }

    private static IEnumerable<KeyValuePair<string, string>> Trained(ParticleTrainingSettings particles)
    {
        yield return new("estimators", string.Join(", ", particles.Families.Select(static family => family.Estimator.Kind).Distinct()));
        yield return new("metaSteps", particles.MetaSteps.ToString(CultureInfo.InvariantCulture));
        yield return new("tasks", string.Join(", ", particles.Sources));
    }
}
