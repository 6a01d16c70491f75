using System.Collections.Immutable;
using L2O.MetaTraining;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Settings;

namespace L2O.Experiments;

/// <summary>
/// A meta-training and the meta-test that belongs to it, described completely: the same description gives the same phi, bit for bit.
/// </summary>
public sealed record Experiment
{
    /// <summary>Version of the keys that stored descriptions have.</summary>
    public const int CurrentSchemaVersion = 1;

    private const string DefaultOptimizee = "mlp-sigmoid-20";

    /// <summary>Describes an experiment; the defaults are the study's on its sigmoid optimizee, on the embedded digits.</summary>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="data">The dataset; null means the embedded digits.</param>
    /// <param name="optimizee">Name of the network that is trained; null means mlp-sigmoid-20, or what one of the next two says.</param>
    /// <param name="layers">The network layer by layer instead of by name, e.g. <c>affine-20</c>, <c>relu</c>, <c>affine-10</c>; null for
    /// none.</param>
    /// <param name="tasks">Several networks, one drawn for each run, instead of a single one; null for none.</param>
    /// <param name="learnedOptimizer">The learned optimizer; null means the study's.</param>
    /// <param name="startFrom">A phi file, or a folder with one, to start from instead of a fresh phi; null for none.</param>
    /// <param name="metaTraining">Lengths and rates; null means the study's.</param>
    /// <param name="metaTesting">What the result is tested on and against; null means the study's.</param>
    /// <param name="schemaVersion">Version of these keys; 1.</param>
    /// <param name="loss">What the networks minimize: softmax, mse or bce; null leaves it to the data's targets, softmax for classes and
    /// mse for values.</param>
    /// <param name="particles">Meta-training by many inner runs side by side, with task distributions of its own, instead of
    /// <paramref name="metaTraining"/>; the network and the data are then those of tests. Null for none.</param>
    /// <exception cref="ArgumentException">More than one of optimizee, layers and tasks is given, one is empty or no network, the learned
    /// optimizer reads what nothing supplies, or both kinds of meta-training are described.</exception>
    public Experiment(
        ulong seed = 1,
        DataSettings? data = null,
        string? optimizee = null,
        ImmutableArray<string>? layers = null,
        ImmutableArray<TaskSettings>? tasks = null,
        ILearnedOptimizer? learnedOptimizer = null,
        string? startFrom = null,
        MetaTrainingSettings? metaTraining = null,
        MetaTestPlan? metaTesting = null,
        int schemaVersion = CurrentSchemaVersion,
        LossKind? loss = null,
        ParticleTrainingSettings? particles = null)
    {
        if (schemaVersion != CurrentSchemaVersion)
            throw new ArgumentOutOfRangeException(nameof(schemaVersion),
                $"schemaVersion is {schemaVersion}; expected {CurrentSchemaVersion}, the version that this program reads and writes");
        if (new object?[] { optimizee, layers, tasks }.Count(static choice => choice is not null) > 1)
            throw new ArgumentException("more than one of optimizee, layers and tasks is given; expected one of them, the others null");
        if (layers is { Length: 0 } || tasks is { Length: 0 })
            throw new ArgumentException($"{(layers is null ? "tasks" : "layers")} is an empty list; expected at least one, or null");
        Optimizee = optimizee ?? (layers is null && tasks is null ? DefaultOptimizee : null);
        (Seed, Data, Layers, Tasks, StartFrom) = (seed, data ?? new DataSettings(), layers, tasks, startFrom);
        Loss = loss;
        LearnedOptimizer = learnedOptimizer ?? new CoordinateLstm();
        MetaTraining = metaTraining ?? new MetaTrainingSettings();
        MetaTesting = metaTesting ?? new MetaTestPlan();
        if (particles is not null && MetaTraining != new MetaTrainingSettings())
            throw new ArgumentException("metaTraining and particles are given; expected one of them");
        Particles = particles;
        foreach (TaskSettings task in Mixture)
            OptimizeeCatalog.Check(task.Optimizee);
        if (!LearnedOptimizer.SuppliesItsInputs)
            throw new ArgumentException(
                "learnedOptimizer.extraInputs has 'supplied'; expected other inputs, because nothing supplies any in a meta-training");
    }

    /// <summary>Version of the keys; a description with another one is refused.</summary>
    public int SchemaVersion { get; } = CurrentSchemaVersion;

    /// <summary>Seed of everything random.</summary>
    public ulong Seed { get; }

    /// <summary>The dataset.</summary>
    public DataSettings Data { get; }

    /// <summary>Name of the network that is trained; null where layers or several networks are given.</summary>
    public string? Optimizee { get; }

    /// <summary>The network layer by layer; null where it is given by name.</summary>
    public ImmutableArray<string>? Layers { get; }

    /// <summary>Several networks; null where there is one.</summary>
    public ImmutableArray<TaskSettings>? Tasks { get; }

    /// <summary>What the networks minimize; null leaves it to the data's targets.</summary>
    public LossKind? Loss { get; }

    /// <summary>The learned optimizer.</summary>
    public ILearnedOptimizer LearnedOptimizer { get; }

    /// <summary>A phi file, or a folder with one, to start from; null for a fresh phi.</summary>
    public string? StartFrom { get; }

    /// <summary>Lengths and rates.</summary>
    public MetaTrainingSettings MetaTraining { get; }

    /// <summary>Meta-training by many inner runs side by side; null where <see cref="MetaTraining"/> describes it.</summary>
    public ParticleTrainingSettings? Particles { get; }

    /// <summary>Epochs of the meta-training, whichever kind it is of.</summary>
    internal int Epochs => Particles?.Epochs ?? MetaTraining.Epochs;

    /// <summary>What the result is tested on and against.</summary>
    public MetaTestPlan MetaTesting { get; }

    /// <summary>What is trained, whichever way it was given: at least one network.</summary>
    public ImmutableArray<TaskSettings> Mixture => Tasks
        ?? [new TaskSettings(Layers is { } layers ? string.Join('+', layers) : Optimizee!)];

    /// <summary>Whether both describe the same.</summary>
    public bool Equals(Experiment? other) => other is not null && SettingsJson.Format(this) == SettingsJson.Format(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Seed, Data, Optimizee);
}
