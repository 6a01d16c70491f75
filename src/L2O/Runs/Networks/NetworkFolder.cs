using L2O.Data;
using L2O.Data.Fitted;
using L2O.Experiments;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Optimizers;
using L2O.Pretrained;
using L2O.Settings;

namespace L2O.Runs.Networks;

/// <summary>
/// The training of a network that lives in a folder: <c>config.json</c> says what it is, <c>run.json</c> what became of it,
/// <c>checkpoint.safetensors</c> and the one before where it stands; <c>network.json</c>, <c>weights.safetensors</c> and
/// <c>training.csv</c> hold the network, its best weights so far and the curve. Run again it goes on, and ends in the same bits.
/// </summary>
internal sealed class NetworkFolder
{
    /// <summary>The description's name.</summary>
    public const string ConfigFile = "config.json";

    /// <summary>What such a run is called in its <c>run.json</c>.</summary>
    public const string Kind = "training";

    private readonly ChosenOptimizer _optimizer;

    private NetworkFolder(string folder, NetworkTraining settings, ChosenOptimizer optimizer) =>
        (FullPath, Settings, _optimizer) = (Path.GetFullPath(folder), settings, optimizer);

    /// <summary>The folder.</summary>
    public string FullPath { get; }

    /// <summary>What is trained, and how.</summary>
    public NetworkTraining Settings { get; }

    /// <summary>Refuses what fits no run before anything is written.</summary>
    /// <param name="settings">What will be trained.</param>
    /// <param name="data">Both splits.</param>
    /// <param name="optimizer">The optimizer of the settings.</param>
    /// <exception cref="ArgumentException">The network does not take the data, the loss not their targets, or the optimizer needs what
    /// no training has.</exception>
    /// <exception cref="InvalidDataException">There are too few samples.</exception>
    public static void Check(NetworkTraining settings, DataSplits data, ChosenOptimizer optimizer)
    {
        LossKind loss = LossCatalog.Choose(settings.Loss, data.Train);
        LossCatalog.Choose(loss, data.Test);
        using var compute = new Compute(threads: 1);
        Network<float> network = OptimizeeCatalog.Create<float>(settings.Network, data.Train, loss, compute);
        int samples = NetworkTrainer.Split(settings, data.Train.Name, data.Train.Count).Train.Length;
        NetworkTrainer.Check(settings, network, samples);
        double states = RunMemory.StatesOf(() => optimizer.Create(compute));
        // the best weights so far and the states; a checkpoint copies both, and theta
        RunMemory.Require(settings.Network, network, Math.Min(settings.BatchSize, samples), 1 + states + 2 + states);
        optimizer.Create(compute).Start(network.Layout,
            new RunContext(settings.Iterations, givesLoss: true, givesValidationLoss: true));
    }

    /// <summary>Starts a folder: a copy of the learned optimizer, if it is one, then the description.</summary>
    /// <param name="folder">Made if it is not there.</param>
    /// <param name="settings">What will be trained.</param>
    /// <param name="optimizer">The optimizer of the settings.</param>
    public static NetworkFolder Create(string folder, NetworkTraining settings, ChosenOptimizer optimizer)
    {
        Directory.CreateDirectory(folder);
        optimizer.Phi?.Save(Path.Combine(folder, PhiFile.FileName));
        SettingsJson.Save(Path.Combine(folder, ConfigFile), settings);
        return new NetworkFolder(folder, settings, optimizer);
    }

    /// <summary>Opens a folder that <see cref="Create"/> made.</summary>
    /// <exception cref="FileNotFoundException">It has no description, or the copy of the learned optimizer is gone.</exception>
    /// <exception cref="InvalidDataException">One of them is damaged, or of another kind of run.</exception>
    public static NetworkFolder Open(string folder)
    {
        if (RunRecord.TryLoad(folder) is { Kind: not Kind and var other })
            throw new InvalidDataException($"folder '{folder}' holds a {other}; expected the training of a network");
        var settings = SettingsJson.Load<NetworkTraining>(Path.Combine(folder, ConfigFile));
        return new NetworkFolder(folder, settings, ChosenOptimizer.Restore(settings.Optimizer, Path.Combine(folder, PhiFile.FileName)));
    }

    /// <summary>Steps that are on disk.</summary>
    /// <exception cref="InvalidDataException">No checkpoint is sound, though there are some.</exception>
    public int Place() => NetworkCheckpoint.Load(FullPath, out _) is { } state ? state.Iteration() : 0;

    /// <summary>Runs all that is not done yet, storing checkpoints. Holds the folder's lock meanwhile.</summary>
    /// <param name="data">The dataset named by the description.</param>
    /// <param name="compute">Lanes and threads; the result depends on neither.</param>
    /// <param name="options">How often to store, whom to tell.</param>
    /// <param name="cancellation">Ends the work behind the present step, which is stored.</param>
    /// <returns>The network, as it is in the folder.</returns>
    /// <exception cref="OperationCanceledException">It was canceled; the folder can be resumed.</exception>
    /// <exception cref="RunInUseException">Another process has the folder.</exception>
    /// <exception cref="InvalidDataException">No checkpoint is sound, though there are some.</exception>
    /// <exception cref="IOException">The disk is full or fails; the last checkpoint stays.</exception>
    public NetworkFile Run(DataSplits data, Compute compute, NetworkRunOptions? options = null, CancellationToken cancellation = default)
    {
        using var session = new NetworkSession(this, data, compute, options ?? new NetworkRunOptions());
        return session.Run(cancellation);
    }

    /// <summary>A trainer at its beginning.</summary>
    internal NetworkTrainer CreateTrainer(DataSplits data, Compute compute)
    {
        LossKind loss = LossCatalog.Choose(Settings.Loss, data.Train);
        return new NetworkTrainer(Settings, data.Train, _optimizer.Create(compute), loss, compute);
    }

    /// <summary>The description of the network with the results so far.</summary>
    internal NetworkFile Describe(DataSplits data, NetworkTrainer trainer, LossAndAccuracy? test)
    {
        var best = new LossAndAccuracy(trainer.Best.ValidationLoss, trainer.Best.ValidationAccuracy, trainer.Best.ValidationR2);
        DataEncoding encoding = data.Encoding with
        {
            Pixels = Settings.Data.Normalize ? new EncodedColumn("pixel", ImageOptions.Mean, ImageOptions.Deviation) : null,
            Classes = data.Train.Target == TargetKind.Classes
                ? data.Encoding.Classes ?? [.. Enumerable.Range(0, data.Train.ClassCount).Select(static label => $"{label}")] : null,
        };
        return new NetworkFile(NetworkFile.CurrentVersion, Settings.Network, trainer.Loss, data.Train.InputShape, data.Train.Target,
            data.Train.TargetSize, encoding, [.. trainer.Network.Layers.Select(NetworkLayer.Of)],
            new NetworkResults(trainer.Iteration, trainer.Best.Iteration, trainer.HasDiverged, Finite(best.Loss), Metric(best),
                test is { } value ? Finite(value.Loss) : null, test is { } measured ? Metric(measured) : null),
            new NetworkOrigin(Settings.Data.ToString(), Settings.Optimizer, Settings.Seed));
    }

    private static double? Metric(LossAndAccuracy value) => Finite(double.IsNaN(value.Accuracy) ? value.R2 : value.Accuracy);

    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
