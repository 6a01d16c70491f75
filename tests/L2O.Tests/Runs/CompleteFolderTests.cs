using L2O.Data;
using L2O.Experiments;
using L2O.MetaTraining;
using L2O.Optimizers.Learned.Lstm;
using L2O.Runs;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>What a meta-training's folder holds is enough to go on, and only with the data that it began with.</summary>
public sealed class CompleteFolderTests
{
    private static readonly MetaTrainingSettings s_tiny =
        new(epochs: 1, runsPerEpoch: 1, testRuns: 1, iterations: 4, unroll: 2, batchSize: 4);

    [Fact]
    public void Other_data_than_it_began_with_are_refused()
    {
        using var folder = new TemporaryFolder();
        Train(folder["run"], Tiny(), Points(1));
        string message = Assert.Throws<InvalidDataException>(() => Train(folder["run"], Tiny(), Points(2))).Message;

        Assert.StartsWith($"{folder["run"]} began with other data: the digest of 'points' is ", message, StringComparison.Ordinal);
        Assert.Equal(Train(folder["run"], Tiny(), Points(1)).Phi, LearnedOptimizer.Load(folder["run"]).Phi);
    }

    [Fact]
    public void What_a_fine_tuning_starts_from_may_go_away()
    {
        using var folder = new TemporaryFolder();
        LearnedOptimizer start = Train(folder["first"], Tiny(), Points(1));
        start.Save(folder["start.safetensors"]);
        Experiment tuning = Tiny(folder["start.safetensors"]);
        var run = MetaTrainingFolder.Create(folder["run"], tuning);
        File.Delete(folder["start.safetensors"]);
        using var compute = new Compute(threads: 1);

        float[] phi = run.Run(Points(1), compute, cancellation: TestContext.Current.CancellationToken).Phi;

        File.WriteAllBytes(folder["start.safetensors"], File.ReadAllBytes(folder["run/start.safetensors"]));
        Assert.Equal(phi, MetaTrainingFolder.Create(folder["again"], tuning)
            .Run(Points(1), compute, cancellation: TestContext.Current.CancellationToken).Phi);
    }

    [Fact]
    public void Paths_in_an_experiment_file_are_relative_to_it_and_stored_whole()
    {
        using var folder = new TemporaryFolder();
        string phi = folder["base/start.safetensors"];
        Directory.CreateDirectory(folder["base"]);
        Train(folder["first"], Tiny(), Points(1)).Save(phi);
        SettingsJson.Save(folder["base/experiment.json"], Tiny("start.safetensors"));

        Experiment read = L2O.Cli.Options.ExperimentSource.Load(folder["base/experiment.json"]);

        Assert.Equal(phi, read.StartFrom);
        Assert.Equal(phi, MetaTrainingFolder.Open(MetaTrainingFolder.Create(folder["run"], read).FullPath).Experiment.StartFrom);
        Assert.Equal("pretrained/sigmoid", ExperimentPaths.Resolve(new Experiment(startFrom: "pretrained/sigmoid"), "base").StartFrom);
    }

    [Fact]
    public void Phi_names_data_of_ones_own()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal("points", Train(folder["run"], Tiny(), Points(1)).Origin["data"]);
        Assert.Equal("points", LearnedOptimizer.Load(folder["run"]).Origin["data"]);
    }

    private static Experiment Tiny(string? startFrom = null) => new(
        optimizee: "mlp-tanh-2", learnedOptimizer: new CoordinateLstm(hiddenSize: 2), metaTraining: s_tiny, startFrom: startFrom);

    private static LearnedOptimizer Train(string folder, Experiment experiment, IDataset data) =>
        LearnedOptimizer.MetaTrain(folder, experiment, data, threads: 1, cancellation: TestContext.Current.CancellationToken);

    private static ArrayDataset Points(int seed)
    {
        var random = new Random(seed);
        float[] inputs = [.. Enumerable.Range(0, 60).Select(_ => random.NextSingle())],
            targets = [.. Enumerable.Range(0, 20).Select(_ => random.NextSingle())];
        return new ArrayDataset("points", [3], inputs, targets, targetSize: 1);
    }
}
