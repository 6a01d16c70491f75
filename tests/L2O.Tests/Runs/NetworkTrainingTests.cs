using L2O.Data;
using L2O.Data.Sources;
using L2O.Experiments;
using L2O.Files;
using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Optimizees.Losses;
using L2O.Runs;
using L2O.Runs.Networks;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>One network is trained into a folder: exact resume, the best weights, and what a reader of the folder finds.</summary>
public sealed class NetworkTrainingTests : IDisposable
{
    private static readonly string[] s_results =
        [NetworkWeights.FileName, NetworkFile.FileName, TrainingCsv.FileName, CheckpointFile.FileName, NetworkFolder.ConfigFile];

    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _mnist = new();

    public void Dispose()
    {
        _folder.Dispose();
        _mnist.Dispose();
    }

    [Theory]
    [InlineData("mlp-relu-8-batchnorm", "pretrained/sigmoid:schedule=cosine:clip=1", 23)]
    [InlineData("mlp-tanh-8-layernorm-fade-20", "adam@0.01:schedule=cosine", 20)]
    [InlineData("affine-8+relu+affine-10", "0.5*lion@0.005+0.5*momentum@0.1", 1)]
    public void What_is_interrupted_and_resumed_ends_in_the_same_bytes_for_any_number_of_threads(string network, string optimizer, int stop)
    {
        NetworkTraining settings = Settings(network, optimizer);
        Run("whole", settings, threads: 1);
        Assert.Throws<OperationCanceledException>(() => Run("cut", settings, threads: 2, stop));
        Assert.True(File.Exists(_folder[$"cut/{NetworkWeights.FileName}"])); // can be used already
        Assert.Equal(stop, NetworkFolder.Open(_folder["cut"]).Place());
        Assert.Throws<OperationCanceledException>(() => Run("cut", null, threads: 3, stop));
        NetworkFile end = Run("cut", null, threads: 1);
        Assert.All(s_results, name => Assert.Equal(File.ReadAllBytes(_folder[$"whole/{name}"]), File.ReadAllBytes(_folder[$"cut/{name}"])));
        Assert.Equal((60, RunState.Finished), (end.Results.Iterations, RunRecord.Load(_folder["cut"]).State));
        Run("cut", null, threads: 2); // done already
        Assert.All(s_results, name => Assert.Equal(File.ReadAllBytes(_folder[$"whole/{name}"]), File.ReadAllBytes(_folder[$"cut/{name}"])));
    }

    [Fact]
    public void The_kept_weights_are_those_with_the_lowest_validation_loss_of_the_curve()
    {
        NetworkTraining settings = Settings("mlp-relu-8-batchnorm", "sgd@4"); // so fast that the loss goes up and down
        NetworkFile file = Run("run", settings, threads: 1);
        IReadOnlyList<TrainingPoint> curve = TrainingCsv.Read(_folder["run"]);
        Assert.Equal([0, 7, 14, 21, 28, 35, 42, 49, 56, 60], curve.Select(static point => point.Iteration));
        TrainingPoint best = curve.MinBy(static point => point.ValidationLoss);
        Assert.Equal((best.Iteration, best.ValidationLoss, best.ValidationAccuracy),
            (file.Results.BestIteration, file.Results.ValidationLoss, file.Results.ValidationMetric));
        Assert.NotEqual(60, best.Iteration);

        using var compute = new Compute(threads: 1);
        NetworkPredictor predictor = NetworkPredictor.Load(_folder["run"], compute);
        DataSplits data = settings.Data.Load(new DataFolder(_mnist.Root));
        (int[] train, int[] held) = NetworkTrainer.Split(settings, "mnist", data.Train.Count);
        Assert.Equal(Enumerable.Range(0, data.Train.Count), train.Concat(held).Order());
        LossAndAccuracy validation = new WholeSplit(new DataSubset("held", data.Train, held)).Evaluate(predictor.Network, predictor.Theta),
            test = new WholeSplit(data.Test).Evaluate(predictor.Network, predictor.Theta);
        Assert.Equal((best.ValidationLoss, best.ValidationAccuracy), (validation.Loss, validation.Accuracy));
        Assert.Equal((file.Results.TestLoss, file.Results.TestMetric), (test.Loss, test.Accuracy));
    }

    [Fact]
    public void Weights_have_the_names_and_types_of_a_PyTorch_state_dictionary()
    {
        NetworkFile file = Run("run", Settings("mlp-relu-8-batchnorm", "adam@0.01"), threads: 1);
        var weights = SafetensorsFile.Load(_folder[$"run/{NetworkWeights.FileName}"]);
        Assert.Equal(
            ["layers.mat_0.weight", "layers.mat_0.bias", "layers.final_mat.weight", "layers.final_mat.bias", "batch_norm.weight",
                "batch_norm.bias", "batch_norm.running_mean", "batch_norm.num_batches_tracked", "batch_norm.running_var"], weights.Names);
        Assert.Equal([8, 784], weights.Shape("layers.mat_0.weight"));
        Assert.Equal([], weights.Shape("batch_norm.num_batches_tracked"));
        Assert.Equal([file.Results.BestIteration], weights.ReadInt64("batch_norm.num_batches_tracked"));
        Assert.Equal("pt", weights.Metadata["format"]);
        Assert.Equal(["affine", "batch norm", "relu", "affine"], file.Layers.Select(static layer => layer.Kind));
        Assert.Equal(["batch_norm.weight", "batch_norm.bias", "batch_norm.running_mean", "batch_norm.running_var"],
            file.Layers[1].Tensors!);
    }

    [Fact]
    public void Weights_that_are_not_the_networks_are_refused_by_name()
    {
        Run("run", Settings("mlp-relu-8-batchnorm", "adam@0.01"), threads: 1);
        string path = _folder[$"run/{NetworkWeights.FileName}"];
        SafetensorsTensor[] sound = [.. SafetensorsFile.Load(path).Tensors];
        AssertRefused(sound[1..], "no tensor 'layers.mat_0.weight'");
        AssertRefused([.. sound, SafetensorsTensor.Of("more", [1f], 1)], "tensor 'more' is none of the network's");
        AssertRefused([SafetensorsTensor.Of(sound[0].Name, sound[0].ToSingle(), 784, 8), .. sound[1..]],
            "tensor 'layers.mat_0.weight' has the shape [784, 8]; expected [8, 784]");
        AssertRefused([.. sound[..3], SafetensorsTensor.Of(sound[3].Name, Enumerable.Repeat(float.NaN, 10).ToArray(), 10), .. sound[4..]],
            "tensor 'layers.final_mat.bias', value 0, is NaN");
        SafetensorsFile.Save(path, [.. sound.Where(static tensor => tensor.Type == SafetensorsType.F32)]); // not every framework counts
        Assert.Equal("mlp-relu-8-batchnorm", TrainedNetwork.Load(_folder["run"]).Name);

        void AssertRefused(SafetensorsTensor[] tensors, string complaint)
        {
            SafetensorsFile.Save(path, tensors);
            Assert.StartsWith($"{path}: {complaint}",
                Assert.Throws<InvalidDataException>(() => TrainedNetwork.Load(_folder["run"])).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_damaged_checkpoint_costs_the_steps_since_the_one_before()
    {
        NetworkTraining settings = Settings("mlp-relu-8", "adam@0.01");
        Run("whole", settings, threads: 1);
        Assert.Throws<OperationCanceledException>(() => Run("cut", settings, threads: 1, stop: 25));
        string path = _folder[$"cut/{CheckpointFile.FileName}"];
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^30]);
        var warnings = new List<string>();
        Run("cut", null, threads: 1, warned: warnings.Add);
        Assert.Contains("using the checkpoint before it", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(_folder[$"whole/{NetworkWeights.FileName}"]),
            File.ReadAllBytes(_folder[$"cut/{NetworkWeights.FileName}"]));
    }

    [Fact]
    public void A_training_does_not_go_on_with_other_settings()
    {
        Assert.Throws<OperationCanceledException>(() => Run("cut", Settings("mlp-relu-8", "adam@0.01"), threads: 1, stop: 5));
        string config = _folder[$"cut/{NetworkFolder.ConfigFile}"];
        foreach ((string what, string with) in new[]
            { ("adam@0.01", "adam@0.02"), ("\"seed\": 1", "\"seed\": 2"), ("mlp-relu-8", "mlp-tanh-8") })
        {
            string sound = File.ReadAllText(config);
            File.WriteAllText(config, sound.Replace(what, with, StringComparison.Ordinal));
            Assert.Equal($"{_folder[$"cut/{CheckpointFile.FileName}"]}: the settings are others than when it was made; " +
                "expected config.json as the training began",
                Assert.Throws<InvalidDataException>(() => Run("cut", null, threads: 1)).Message);
            File.WriteAllText(config, sound);
        }
        Assert.Equal(60, Run("cut", null, threads: 1).Results.Iterations);
    }

    [Fact]
    public void A_training_does_not_go_on_with_other_data()
    {
        NetworkTraining settings = Settings("mlp-relu-8", "adam@0.01");
        Assert.Throws<OperationCanceledException>(() => Run("cut", settings, threads: 1, stop: 5));
        DataSplits data = settings.Data.Load(new DataFolder(_mnist.Root));
        using var compute = new Compute(threads: 1);

        string message = Assert.Throws<InvalidDataException>(() => NetworkFolder.Open(_folder["cut"]).Run(
            new DataSplits(data.Name, data.Test, data.Train), compute,
            cancellation: TestContext.Current.CancellationToken)).Message;

        Assert.Contains("cut began with other data: the digest of 'mnist' is ", message, StringComparison.Ordinal);
        Assert.Equal(60, Run("cut", null, threads: 1).Results.Iterations);
    }

    [Fact]
    public void A_training_that_diverges_ends_and_keeps_the_best_weights_before()
    {
        var warnings = new List<string>();
        NetworkFile file = Run("run", Settings("mlp-relu-8", "sgd@1e30"), threads: 1, warned: warnings.Add);
        Assert.True(file.Results.Diverged && file.Results.Iterations < 60);
        Assert.Equal(0, file.Results.BestIteration);
        Assert.Contains("no finite number", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.All(TrainedNetwork.Load(_folder["run"]).Predict(new float[784]), static value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Networks_whose_predictions_depend_on_neighbors_and_batches_without_variance_are_refused()
    {
        Assert.Contains("would depend on its neighbors", Refusal(Settings("mlp-relu-8-batchnorm-batchstats", "adam@0.01")),
            StringComparison.Ordinal);
        Assert.Contains("batches of 1 sample", Refusal(Settings("mlp-relu-8-batchnorm", "adam@0.01", batch: 1)), StringComparison.Ordinal);
        // The last batch of an epoch would have one sample: that one goes to the validation split.
        NetworkTraining odd = Settings("mlp-relu-8-batchnorm", "adam@0.01", batch: 26);
        Assert.Equal(208, NetworkTrainer.Split(odd, "mnist", 232).Train.Length);
        Assert.Equal("optimizer 'adam' has no learning rate; expected one, as in adam@0.01",
            Assert.Throws<ArgumentException>(() => ChosenOptimizer.Parse("adam")).Message);

        string Refusal(NetworkTraining settings) => Assert.Throws<ArgumentException>(() => NetworkFolder.Check(settings,
            settings.Data.Load(new DataFolder(_mnist.Root)), ChosenOptimizer.Parse(settings.Optimizer))).Message;
    }

    private static NetworkTraining Settings(string network, string optimizer, int batch = 50) =>
        new(network, DataSettings.Parse("mnist,normalize=true"), optimizer, LossKind.Softmax, iterations: 60, batch, validateEvery: 7);

    /// <summary>Runs a folder that is there, or a new one; with a stop until so many steps more are done.</summary>
    private NetworkFile Run(string name, NetworkTraining? settings, int threads, int? stop = null, Action<string>? warned = null)
    {
        NetworkFolder folder = settings is null ? NetworkFolder.Open(_folder[name])
            : NetworkFolder.Create(_folder[name], settings, ChosenOptimizer.Parse(settings.Optimizer));
        using var compute = new Compute(threads);
        using var source = new CancellationTokenSource();
        var options = new NetworkRunOptions
        {
            Checkpoints = CheckpointInterval.EverySteps(10),
            Progress = new Stopping(stop, source),
            Warned = warned,
        };
        return folder.Run(folder.Settings.Data.Load(new DataFolder(_mnist.Root)), compute, options, source.Token);
    }

    private sealed class Stopping(int? steps, CancellationTokenSource source) : IProgress<MetaTestProgress>
    {
        private int _done;

        public void Report(MetaTestProgress value)
        {
            if (++_done == steps)
                source.Cancel();
        }
    }
}
