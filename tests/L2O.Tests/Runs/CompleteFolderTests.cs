using System.Collections.Immutable;
using System.Numerics;
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

    [Fact]
    public void A_dataset_of_ones_own_class_is_what_the_folder_and_the_list_of_runs_say()
    {
        using var folder = new TemporaryFolder();
        LearnedOptimizer learned = Train(folder["run"], Tiny(), new Corners());

        Assert.Equal("corners", learned.Origin["data"]);
        Assert.Matches("^[0-9a-f]{16}$", learned.Origin["dataDigest"]);
        Assert.False(learned.Origin.ContainsKey("dataSha256"));
        var run = RunDescription.Of(RunFolder.Open(folder["run"]));
        Assert.Equal("mlp-tanh-2 on corners, seed 1", run.What);
        Assert.Contains(("data", "corners, given in C#"), run.Facts());
        Assert.Contains(("data", "corners, given in C#"), StoredResults.Load(folder["run"]).Description!.Facts());
        Assert.Contains("mlp-tanh-2 on corners", CliHarness.Run("runs", "show", folder["run"]).Output, StringComparison.Ordinal);
        var defaults = L2O.Cli.Options.MetaTestDefaults.Of(null, [folder["run"]], new L2O.Data.Sources.DataFolder(folder.Root));
        Assert.Equal($"corners, which {folder["run"]} was meta-trained on, was given in C#; the digits are taken instead",
            defaults.Missing);
    }

    [Theory]
    [InlineData("{ \"name\": \"poi")]
    [InlineData("{ \"name\": \"points\", \"digest\": \"123\" }")]
    [InlineData("")]
    public void A_damaged_record_of_the_data_counts_as_missing_is_said_and_made_again(string damaged)
    {
        using var folder = new TemporaryFolder();
        float[] phi = Train(folder["run"], Tiny(), Points(1)).Phi.ToArray();
        string sound = File.ReadAllText(folder["run/data.json"]);
        File.WriteAllText(folder["run/data.json"], damaged);
        var warnings = new List<string>();

        Assert.Equal(phi, Train(folder["run"], Tiny(), Points(1), warnings.Add).Phi.ToArray());

        string warning = Assert.Single(warnings);
        Assert.StartsWith(folder["run/data.json"], warning, StringComparison.Ordinal);
        Assert.Contains("it is made again of 'points'", warning, StringComparison.Ordinal);
        Assert.Equal(sound, File.ReadAllText(folder["run/data.json"]));
        Assert.Contains(warning, File.ReadAllText(folder["run/log.jsonl"]).Replace("\\u0027", "'", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_start_of_a_fine_tuning_is_needed_before_the_first_checkpoint_alone()
    {
        using var folder = new TemporaryFolder();
        Train(folder["first"], Tiny(), Points(1)).Save(folder["start.safetensors"]);
        Experiment tuning = Tiny(folder["start.safetensors"]);
        float[] phi = Train(folder["done"], tuning, Points(1)).Phi.ToArray();
        MetaTrainingFolder.Create(folder["begun"], tuning);
        foreach (string run in new[] { "done", "begun" })
        {
            byte[] bytes = File.ReadAllBytes(folder[$"{run}/start.safetensors"]);
            bytes[^1] ^= 1;
            File.WriteAllBytes(folder[$"{run}/start.safetensors"], bytes);
        }
        var warnings = new List<string>();

        Assert.Equal(phi, Train(folder["done"], tuning, Points(1), warnings.Add).Phi.ToArray());
        Assert.EndsWith("; the work goes on from the checkpoint, which does not need it", Assert.Single(warnings),
            StringComparison.Ordinal);
        string message = Assert.Throws<InvalidDataException>(() => Train(folder["begun"], tuning, Points(1))).Message;
        Assert.StartsWith(folder["begun/start.safetensors"], message, StringComparison.Ordinal);
        Assert.EndsWith("; no checkpoint was made yet, so begin again in a new folder", message, StringComparison.Ordinal);
    }

    private static Experiment Tiny(string? startFrom = null) => new(
        optimizee: "mlp-tanh-2", learnedOptimizer: new CoordinateLstm(hiddenSize: 2), metaTraining: s_tiny, startFrom: startFrom);

    private static LearnedOptimizer Train(string folder, Experiment experiment, IDataset data, Action<string>? warned = null) =>
        LearnedOptimizer.MetaTrain(folder, experiment, data, warned: warned, threads: 1,
            cancellation: TestContext.Current.CancellationToken);

    private static ArrayDataset Points(int seed)
    {
        var random = new Random(seed);
        float[] inputs = [.. Enumerable.Range(0, 60).Select(_ => random.NextSingle())],
            targets = [.. Enumerable.Range(0, 20).Select(_ => random.NextSingle())];
        return new ArrayDataset("points", [3], inputs, targets, targetSize: 1);
    }

    /// <summary>Twenty points in four classes, the corners of a square.</summary>
    private sealed class Corners : IDataset
    {
        public string Name => "corners";

        public int Count => 20;

        public ImmutableArray<int> InputShape { get; } = [2];

        public int ClassCount => 4;

        public void Read<T>(ReadOnlySpan<int> indices, Span<T> inputs, Span<byte> labels)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            for (int i = 0; i < indices.Length; i++)
            {
                labels[i] = (byte)(indices[i] % 4);
                (inputs[2 * i], inputs[2 * i + 1]) = (T.CreateChecked(labels[i] / 2), T.CreateChecked(labels[i] % 2));
            }
        }
    }
}
