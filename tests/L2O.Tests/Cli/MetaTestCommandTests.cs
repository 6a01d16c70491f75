using System.Text.Json;
using L2O.MetaTesting;
using L2O.Runs;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class MetaTestCommandTests(MetaTestCommandTests.Trained trained) : IClassFixture<MetaTestCommandTests.Trained>
{
    [Fact]
    public void Meta_test_writes_every_file_and_the_table()
    {
        CliHarness.CliOutcome outcome = Test("PHI/phi.safetensors", "all", "--optimizees mlp-tanh-5,mlp-relu-5-batchnorm --baselines adam,momentum --runs 2");

        foreach (string name in new[] { "report.html", "loss.png", "loss.svg", "learning-rates.png", "metrics.csv", "runs.csv", "learning_rates.csv", "phi.safetensors", "config.json" })
            Assert.True(new FileInfo(trained.In($"all/{name}")) is { Exists: true, Length: > 0 }, name);
        Assert.Equal(File.ReadAllBytes(trained.In("run/phi.safetensors")), File.ReadAllBytes(trained.In("all/phi.safetensors")));
        Comparison comparison = MetricsCsv.Read(trained.In("all"));
        Assert.Equal(["mlp-tanh-5", "mlp-relu-5-batchnorm"], comparison.Curves.Select(static curve => curve.Optimizee).Distinct());
        Assert.Equal(["l2o", "adam", "momentum"], comparison.Curves.Select(static curve => curve.Optimizer).Distinct());
        Assert.Equal([0, 1], comparison.Curves.Select(static curve => curve.Run).Distinct());
        Assert.Contains("mlp-relu-5-batchnorm", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("meta-testing:", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("meta-testing: ", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_stands_for_its_phi_threads_change_nothing_and_the_seed_does()
    {
        Test("PHI", "folder", "--runs 1 --baselines sgd --threads 1");
        Test("PHI/phi.safetensors", "file", "--runs 1 --baselines sgd --threads 2");

        foreach (string name in new[] { MetricsCsv.MetricsFile, MetricsCsv.RunsFile, MetricsCsv.LearningRatesFile, "config.json" })
            Assert.Equal(File.ReadAllBytes(trained.In($"folder/{name}")), File.ReadAllBytes(trained.In($"file/{name}")));

        CliHarness.CliOutcome json = Test("PHI", "seed2", "--runs 1 --baselines sgd --seed 2 --json --quiet");
        Assert.NotEqual(File.ReadAllBytes(trained.In("folder/metrics.csv")), File.ReadAllBytes(trained.In("seed2/metrics.csv")));
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(["l2o", "sgd"], document.RootElement.GetProperty("runs").EnumerateArray().Select(static run => run.GetProperty("optimizer").GetString()));
        Assert.Equal("", json.Error);
    }

    [Fact]
    public void An_interrupted_test_keeps_nothing()
    {
        string[] line = $"meta-test {trained.In("run")} {TinyCommands.On(trained.Data)} --out {trained.In("stopped")}".Split(' ');

        CliHarness.CliOutcome outcome = CliHarness.Run(L2O.Cli.CommandLineApp.Create(), line, new CancellationToken(canceled: true));

        Assert.Equal("interrupted: the runs done so far are not kept\n", outcome.Error.ReplaceLineEndings("\n"));
        Assert.Equal(130, outcome.Code);
        Assert.False(Directory.Exists(trained.In("stopped")));
    }

    private CliHarness.CliOutcome Test(string phi, string output, string more) => TinyCommands.Run(
        $"meta-test {phi.Replace("PHI", trained.In("run"), StringComparison.Ordinal)} {TinyCommands.On(trained.Data)} --iterations 10 --out {trained.In(output)} {more}");

    /// <summary>A phi that all tests use.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained() => TinyCommands.Run($"{TinyCommands.MetaTrain(Data)} --set metaTraining.epochs=1 --out {In("run")}");

        public TinyMnist Data { get; } = new();

        public string In(string name) => Path.Combine(_folder.Root, name);

        public void Dispose()
        {
            Data.Dispose();
            _folder.Dispose();
        }
    }
}
