using System.Text.Json;
using L2O.Dynamics;
using L2O.MetaTesting;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class MetaTestCommandTests(MetaTestCommandTests.Trained trained) : IClassFixture<MetaTestCommandTests.Trained>
{
    [Fact]
    public void Meta_test_writes_every_file_and_the_table()
    {
        CliHarness.CliOutcome outcome = Test("PHI/phi.safetensors", "all",
            "--optimizees mlp-tanh-5,mlp-relu-5-batchnorm --baselines adam,momentum --runs 2");

        foreach (string name in new[] { "report.html", "loss.png", "loss.svg", "learning-rates.png",
            "metrics.csv", "runs.csv", "learning_rates.csv", "phi.safetensors", "config.json" })
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
        Assert.Equal(["l2o", "sgd"], document.RootElement.GetProperty("runs").EnumerateArray()
            .Select(static run => run.GetProperty("optimizer").GetString()));
        Assert.All(json.Error.TrimEnd().Split('\n'), static line => Assert.StartsWith("warning: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Wrappers_go_around_baselines_and_learned_optimizers_and_a_schedule_knows_the_length()
    {
        Test("PHI:clip=0.1:schedule=cosine", "wrapped", "--runs 1 --rates 0.01,0.1 --search-runs 1 --baselines " +
            "adam,adam:schedule=cosine:clip=1,sgd@0.1:group(*.bias)=(momentum@0.1:clip=1)");
        Test("PHI", "bare", "--runs 1 --baselines adam@0.1");

        Comparison comparison = MetricsCsv.Read(trained.In("wrapped")), bare = MetricsCsv.Read(trained.In("bare"));
        Assert.Equal(["l2o-clip=0.1-schedule=cosine", "adam", "adam:schedule=cosine:clip=1", "sgd@0.1:group(*.bias)=(momentum@0.1:clip=1)"],
            comparison.Curves.Select(static curve => curve.Optimizer).Distinct());
        Assert.Equal(["adam", "adam:schedule=cosine:clip=1"], comparison.Searches.Select(static trial => trial.Optimizer).Distinct());
        double[] wrapped = [.. comparison.Curves[0].Points.Select(static point => point.TrainLoss)];
        double[] plain = [.. bare.Curves[0].Points.Select(static point => point.TrainLoss)];
        Assert.Equal(plain[0], wrapped[0]);
        Assert.NotEqual(plain[^1], wrapped[^1]);
        MetaTestFolder folder = MetaTestFolder.Open(trained.In("wrapped"));
        Assert.Equal("clip=0.1:schedule=cosine", folder.Experiment.Phis[0].Wrappers);
        Test("PHI:clip=0.1:schedule=cosine", "wrapped", "--runs 1 --rates 0.01,0.1 --search-runs 1 --resume --baselines " +
            "adam,adam:schedule=cosine:clip=1,sgd@0.1:group(*.bias)=(momentum@0.1:clip=1)");
    }

    [Fact]
    public void An_interrupted_test_goes_on_where_it_was()
    {
        string[] line = $"meta-test {trained.In("run")} {TinyCommands.On(trained.Data)} --out {trained.In("stopped")}".Split(' ');

        CliHarness.CliOutcome outcome = CliHarness.Run(L2O.Cli.CommandLineApp.Create(), line, new CancellationToken(canceled: true));

        Assert.EndsWith($"interrupted: finished runs are kept; go on with the same command and --resume --out '{trained.In("stopped")}'\n",
            outcome.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(130, outcome.Code);

        Test("PHI", "whole", "--runs 2 --baselines adam@0.01,lion-sgd-0.5");
        string[] cells = Directory.GetFiles(trained.In("whole/cells"));
        Assert.Equal(6, cells.Length);
        Directory.CreateDirectory(trained.In("half/cells"));
        foreach (string name in new[] { "config.json", "phi.safetensors" })
            File.Copy(trained.In($"whole/{name}"), trained.In($"half/{name}"));
        foreach (string cell in cells[..3])
            File.Copy(cell, Path.Combine(trained.In("half/cells"), Path.GetFileName(cell)));
        // a damaged one is computed again
        File.WriteAllBytes(Path.Combine(trained.In("half/cells"), Path.GetFileName(cells[0])), [1, 2, 3]);
        Test("PHI", "half", "--runs 2 --baselines adam@0.01,lion-sgd-0.5 --resume");

        Assert.Equal(File.ReadAllBytes(trained.In("whole/metrics.csv")), File.ReadAllBytes(trained.In("half/metrics.csv")));
        CliHarness.CliOutcome other =
            CliHarness.Run(
            $"meta-test {trained.In("run")} {TinyCommands.On(trained.Data)} --iterations 11 --out {trained.In("half")} --resume".Split(
            ' '));
        Assert.StartsWith($"error: {trained.In("half/config.json")} describes another test; expected the options",
            other.Error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal); // behind what is said of a phi at chance level
        Assert.Equal(2, other.Code);
    }

    [Fact]
    public void Searches_are_kept_and_change_nothing()
    {
        Test("PHI", "first", $"--runs 1 --baselines sgd --rates 0.1,1 --search-runs 2 --search-iterations 3 --cache {trained.In("cache")}");
        DateTime written = Directory.GetFiles(trained.In("cache")).Max(File.GetLastWriteTimeUtc);
        Test("PHI", "second",
            $"--runs 1 --baselines sgd --rates 0.1,1 --search-runs 2 --search-iterations 3 --cache {trained.In("cache")}");
        Test("PHI", "third", "--runs 1 --baselines sgd --rates 0.1,1 --search-runs 2 --search-iterations 3 --no-cache");

        Assert.Equal(4, Directory.GetFiles(trained.In("cache")).Length);
        Assert.Equal(written, Directory.GetFiles(trained.In("cache")).Max(File.GetLastWriteTimeUtc));
        foreach (string name in new[] { "second", "third" })
            Assert.Equal(File.ReadAllBytes(trained.In("first/learning_rates.csv")),
                File.ReadAllBytes(trained.In($"{name}/learning_rates.csv")));
        Assert.Equal([0.1, 1.0], MetricsCsv.Read(trained.In("first")).Searches.Select(static trial => trial.LearningRate));
    }

    [Fact]
    public void Several_phis_are_named_after_their_folders_and_deviations_are_measured()
    {
        Directory.CreateDirectory(trained.In("other"));
        File.Copy(trained.In("run/phi.safetensors"), trained.In("other/phi.safetensors"));
        CliHarness.CliOutcome outcome = TinyCommands.Run(
            $"meta-test {trained.In("run")} {trained.In("other")} {TinyCommands.On(trained.Data)} --iterations 10 --runs 1 --baselines " +
                $"sgd@0.1 --measure deviations --out {trained.In("two")}");

        Comparison comparison = MetricsCsv.Read(trained.In("two"));
        Assert.Equal(["run", "other", "sgd@0.1"], comparison.Curves.Select(static curve => curve.Optimizer));
        Assert.Equal(comparison.Curves[0].Points, comparison.Curves[1].Points);
        RunMeasurement[] rows = [.. MetaTestFolder.Open(trained.In("two")).Measurements()
            .Where(static row => row.Measurement is { Measure: "update_translation_deviation", Target: Measurement.All })];
        Assert.Equal(Enumerable.Range(1, 10), rows.Where(static row => row.Optimizer == "run")
            .Select(static row => row.Measurement.Iteration));
        Assert.Equal(rows[..10].Select(static row => row.Measurement), rows[10..20].Select(static row => row.Measurement));
        Assert.All(rows[20..], static row => Assert.Equal("sgd@0.1", row.Optimizer));
        Assert.All(rows[20..], static row => Assert.InRange(row.Measurement.Value, 0, 1e-5)); // rounding alone
        Assert.All(rows[..20], static row => Assert.InRange(row.Measurement.Value, 1e-3, double.MaxValue));
        Assert.Contains("|translation deviation| of the updates", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("iteration 10", outcome.Output, StringComparison.Ordinal);
    }

    private CliHarness.CliOutcome Test(string phi, string output, string more) => TinyCommands.Run(
        $"meta-test {phi.Replace("PHI", trained.In("run"), StringComparison.Ordinal)} {TinyCommands.On(trained.Data)} --iterations 10 " +
            $"--out {trained.In(output)} {more}");

    /// <summary>A phi that all tests use.</summary>
    public sealed class Trained : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Trained() => TinyCommands.Run($"{TinyCommands.MetaTrain(Data)} --set metaTraining.epochs=1 --out {In("run")}");

        internal TinyMnist Data { get; } = new();

        public string In(string name) => Path.Combine(_folder.Root, name);

        public void Dispose()
        {
            Data.Dispose();
            _folder.Dispose();
        }
    }
}
