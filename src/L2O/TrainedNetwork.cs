using System.Collections.Immutable;
using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Optimizees.Losses;
using L2O.Runs;
using L2O.Runs.Networks;
using L2O.Settings;

namespace L2O;

/// <summary>
/// A trained network in a folder: its weights with all that turns data into its inputs and its outputs into predictions. An instance serves
/// one caller at a time.
/// </summary>
public sealed class TrainedNetwork
{
    private readonly NetworkPredictor _predictor;

    private TrainedNetwork(NetworkPredictor predictor) => _predictor = predictor;

    /// <summary>The network's name, e.g. <c>mlp-relu-20</c>.</summary>
    public string Name => _predictor.File.Network;

    /// <summary>Features of an input.</summary>
    public int InputSize => _predictor.Network.InputSize;

    /// <summary>Outputs for an input: one for each class or value.</summary>
    public int OutputSize => _predictor.Network.OutputSize;

    /// <summary>Names of the classes in the order of the outputs; empty where there are no classes.</summary>
    public ImmutableArray<string> Classes => _predictor.File.Encoding.Classes ?? [];

    /// <summary>
    /// Iterations after which the validation loss was lowest: the weights are those. 0 if it was never below that of the start.
    /// </summary>
    public int BestIteration => _predictor.File.Results.BestIteration;

    /// <summary>Loss of the weights on the validation split; in nats with softmax and binary cross-entropy.</summary>
    public double ValidationLoss => _predictor.File.Results.ValidationLoss ?? double.NaN;

    /// <summary>Their loss on the test split; NaN while training is not done.</summary>
    public double TestLoss => _predictor.File.Results.TestLoss ?? double.NaN;

    /// <summary>
    /// Their accuracy on the test split (0 to 1) where there are classes, their R² (at most 1) where values are estimated with the mean
    /// squared error; NaN otherwise, and while training is not done.
    /// </summary>
    public double TestMetric => _predictor.File.Results.TestMetric ?? double.NaN;

    /// <summary>
    /// Trains a network and stores it in a folder. Equal arguments give equal weights, bit for bit, for any number of threads. The same
    /// call again goes on with a training that was interrupted.
    /// </summary>
    /// <param name="network">A network's name, e.g. <c>mlp-relu-20</c> or <c>conv-16-3x3+relu+maxpool+affine-10</c>.</param>
    /// <param name="data">A dataset as behind <c>--data</c>: <c>digits</c>, <c>mnist</c>, <c>table:houses.csv,target=price</c>.</param>
    /// <param name="optimizer">An optimizer with all its numbers, e.g. <c>adam@0.01:schedule=cosine</c>, or a learned one:
    /// <c>pretrained/sigmoid</c>, a file, the folder of a meta-training.</param>
    /// <param name="folder">New, empty, or that of the same training.</param>
    /// <param name="iterations">Steps, 1 or more.</param>
    /// <param name="batchSize">Samples a batch, 1 or more.</param>
    /// <param name="seed">Source of all randomness.</param>
    /// <param name="loss">softmax, mse or bce; null leaves it to the data.</param>
    /// <param name="validationShare">Share of the training split that is held out to choose the best weights, between 0 and 1.</param>
    /// <param name="threads">Threads; 0 means as many as are fastest here.</param>
    /// <param name="progress">Called after each step with its number, from 1, and the batch's loss; may be null.</param>
    /// <param name="readers">Readers of further data formats, e.g. those of L2O.Readers; null for none.</param>
    /// <param name="warned">Told of what went wrong and could be borne, in one line each: a loss that was no finite number, steps that were
    /// skipped, a damaged checkpoint; may be null.</param>
    /// <param name="cancellation">Ends the training behind the present step; the folder keeps where it stands.</param>
    /// <exception cref="ArgumentException">A name or number is none, parts do not fit, or the folder holds something else.</exception>
    /// <exception cref="InvalidDataException">A file is malformed.</exception>
    /// <exception cref="IOException">A file is missing, or can't be read or written.</exception>
    /// <exception cref="InvalidOperationException">The validation loss was never below that of the start.</exception>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static TrainedNetwork Train(
        string network, string data, string optimizer, string folder, int iterations = 2000, int batchSize = 128, ulong seed = 1,
        string? loss = null, double validationShare = 0.1, int threads = 0, Action<int, double>? progress = null,
        IReadOnlyList<IDatasetReader>? readers = null, Action<string>? warned = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentException.ThrowIfNullOrEmpty(data);
        LossKind? kind = loss is null ? null : LossCatalog.Parse(loss);
        var settings = new NetworkTraining(network, DataSettings.Parse(data).Pin(), optimizer, kind, iterations, batchSize,
            validationShare, seed: seed);
        NetworkFolder? existing = Find(folder, settings);
        DataSplits splits = settings.Data.Load(DataFolder.Resolve(), threads, readers ?? []);
        if (existing is null)
        {
            var chosen = ChosenOptimizer.Parse(optimizer);
            NetworkFolder.Check(settings, splits, chosen);
            existing = NetworkFolder.Create(folder, settings, chosen);
        }
        using var compute = new Compute(threads);
        existing.Run(splits, compute, new NetworkRunOptions { Progress = progress is null ? null : new Steps(progress), Warned = warned },
            cancellation);
        TrainedNetwork trained = Load(folder);
        return trained.BestIteration > 0 ? trained : throw new InvalidOperationException(
            $"in {iterations} iterations the validation loss was never below that of the start; a smaller learning rate may help");
    }

    /// <summary>Reads the network that <c>l2o train</c> or <see cref="Train"/> stored in a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InvalidDataException">A file is damaged, or the weights are another network's.</exception>
    /// <exception cref="IOException">The folder or a file is missing.</exception>
    public static TrainedNetwork Load(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        return new TrainedNetwork(NetworkPredictor.Load(folder, new Compute(threads: 1)));
    }

    /// <summary>
    /// The network's outputs for some inputs, all in the unit of the data: what was standardized in training is standardized here, and
    /// outputs are brought back. Batch norms use their running statistics.
    /// </summary>
    /// <param name="inputs">(sample, feature), row-major, <see cref="InputSize"/> features each: numbers of columns as they stand in a
    /// table, 1 for a text's own category and 0 for the others, pixels from 0 to 1.</param>
    /// <returns>(sample, output): probabilities of the classes (with <c>mse</c> estimates of 1 for the class and 0 for others), values,
    /// or reconstructed inputs.</returns>
    /// <exception cref="ArgumentException">The length is no multiple of <see cref="InputSize"/>.</exception>
    public float[] Predict(ReadOnlySpan<float> inputs)
    {
        if (inputs.IsEmpty)
            return [];
        if (inputs.Length % InputSize != 0)
            throw new ArgumentException($"{inputs.Length} input values; expected a multiple of {InputSize}", nameof(inputs));
        float[] encoded = inputs.ToArray(), outputs = new float[inputs.Length / InputSize * OutputSize];
        _predictor.File.Encoding.EncodeInputs(encoded);
        _predictor.Predict(encoded, outputs);
        return outputs;
    }

    /// <summary>Predicts all samples of a file into a CSV table, a row each, as <c>l2o predict</c> does.</summary>
    /// <param name="data">A table with the columns of the training, an npy file, or the test split of a known dataset.</param>
    /// <param name="predictions">The table to write; replaced if it is there.</param>
    /// <param name="readers">Readers of further data formats; null for none.</param>
    /// <exception cref="ArgumentException">The data are of another kind than the network's.</exception>
    /// <exception cref="InvalidDataException">A file is malformed or does not fit the network, or a text is new to it.</exception>
    /// <exception cref="IOException">A file is missing, or can't be read or written.</exception>
    public void PredictFile(string data, string predictions, IReadOnlyList<IDatasetReader>? readers = null)
    {
        DataSplits samples = PredictionSource.Load(data, _predictor.File, null, DataFolder.Resolve(), 0, readers ?? []);
        new PredictionTable(_predictor, samples).Write(predictions);
    }

    private static NetworkFolder? Find(string folder, NetworkTraining settings)
    {
        if (!FolderUse.Holds(folder, NetworkFolder.Kind))
            return null;
        NetworkFolder found = NetworkFolder.Open(folder);
        return SettingsJson.Format(found.Settings) == SettingsJson.Format(settings) ? found
            : throw new ArgumentException($"folder '{folder}' holds another training; expected a new or empty one");
    }

    private sealed class Steps(Action<int, double> report) : IProgress<MetaTestProgress>
    {
        public void Report(MetaTestProgress value) => report((int)value.Iterations, value.Loss);
    }
}
