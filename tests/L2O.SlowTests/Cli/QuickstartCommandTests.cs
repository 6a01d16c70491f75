using System.Text.Json;
using System.Text.RegularExpressions;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class QuickstartCommandTests(QuickstartCommandTests.Tiny tiny) : IClassFixture<QuickstartCommandTests.Tiny>
{
    [Fact]
    public void Quickstart_writes_every_file_and_none_is_empty()
    {
        foreach (string name in new[]
        {
            "report.html", "loss.png", "loss.svg", "loss.pdf", "learning-rates.png", "learning-rates.svg",
                "meta-training.png", "meta-training.svg", "meta-training.pdf",
            "metrics.csv", "runs.csv", "learning_rates.csv", "meta_training.csv", "phi.safetensors",
                "checkpoint.safetensors", "config.json",
        })
            Assert.True(new FileInfo(tiny.In($"out/{name}")) is { Exists: true, Length: > 0 }, name);
        Assert.DoesNotContain(Directory.EnumerateFiles(tiny.In("out")), static path => path.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public void The_tables_hold_each_run_of_four_optimizers_on_three_networks()
    {
        Comparison comparison = MetricsCsv.Read(tiny.In("out"));

        Assert.Equal(["mlp-sigmoid-20", "mlp-relu-20", "mlp-sigmoid-20-20"],
            comparison.Curves.Select(static curve => curve.Optimizee).Distinct());
        Assert.Equal(["l2o", "adam", "sgd", "lion"], comparison.Curves.Select(static curve => curve.Optimizer).Distinct());
        Assert.Equal(12, comparison.Curves.Count);
        Assert.All(comparison.Curves, static curve => Assert.Equal(10, curve.Points.Count));
    }

    [Fact]
    public void The_tables_are_on_the_output_and_progress_on_the_error_stream()
    {
        Assert.Matches(@"mlp-sigmoid-20( \(threshold .+\))?\r?\n +optimizer +learning", tiny.Outcome.Output);
        Assert.Equal(4, Regex.Count(tiny.Outcome.Output, @"(?m)^ +L2O \(learned\) "));
        Assert.DoesNotContain("meta-training:", tiny.Outcome.Output, StringComparison.Ordinal);

        string[] error = tiny.Outcome.Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal($"results go to {tiny.In("out")}", error[0]);
        Assert.Contains(error, static line => line.StartsWith("epoch 1 of 1: meta-loss ", StringComparison.Ordinal));
        Assert.Contains(error, static line => line.StartsWith("meta-training: 40 of 40 iterations (100 %)", StringComparison.Ordinal));
        Assert.Contains(error, static line => line.StartsWith("meta-testing: 1470 of 1470 iterations (100 %)", StringComparison.Ordinal));
        Assert.EndsWith($"open {tiny.In("out/report.html")}", error[^1], StringComparison.Ordinal);
        Assert.All(error, static line => Assert.DoesNotContain("optimizer  ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void With_json_the_output_is_one_document_quiet_leaves_warnings_alone_and_data_and_seed_may_be_settings()
    {
        string line = TinyCommands.Quickstart(tiny.Data).Replace("--data mnist", "--set data=mnist --set seed=3", StringComparison.Ordinal);
        CliHarness.CliOutcome outcome = TinyCommands.Run($"{line} --json --quiet --out {tiny.In("json")}");

        using var document = JsonDocument.Parse(outcome.Output);
        Assert.Equal(12, document.RootElement.GetProperty("runs").GetArrayLength());
        Assert.Equal(9, document.RootElement.GetProperty("rates").GetArrayLength());
        Assert.Equal(tiny.In("json"), document.RootElement.GetProperty("folder").GetString());
        Assert.All(outcome.Error.TrimEnd().Split('\n'), static line => Assert.StartsWith("warning: ", line, StringComparison.Ordinal));
        Experiment experiment = MetaTrainingFolder.Open(tiny.In("json")).Experiment;
        Assert.Equal(("mnist", 3UL), (experiment.Data.Name, experiment.Seed));
    }

    [Fact]
    public void Quickstart_and_meta_train_end_with_the_same_phi()
    {
        TinyCommands.Run($"{TinyCommands.MetaTrain(tiny.Data)} --set metaTraining.epochs=1 --out {tiny.In("trained")}");

        Assert.Equal(File.ReadAllBytes(tiny.In("trained/phi.safetensors")), File.ReadAllBytes(tiny.In("out/phi.safetensors")));
    }

    [Fact]
    public void An_interruption_of_the_tests_names_the_phi_that_is_kept()
    {
        string output = tiny.In("stopped");
        CliHarness.CliOutcome outcome = TinyCommands.RunUntil("epoch 1 of 1", $"{TinyCommands.Quickstart(tiny.Data)} --out {output}");

        Assert.EndsWith($"interrupted: the learned optimizer is kept; test it with: l2o meta-test '{output}' --out DIR\n",
            outcome.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(130, outcome.Code);
        Assert.Equal(File.ReadAllBytes(tiny.In("out/phi.safetensors")), File.ReadAllBytes(tiny.In("stopped/phi.safetensors")));
    }

    /// <summary>One quickstart that all tests look at.</summary>
    public sealed class Tiny : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Tiny() => Outcome = TinyCommands.Run($"{TinyCommands.Quickstart(Data)} --out {In("out")}");

        internal TinyMnist Data { get; } = new();

        internal CliHarness.CliOutcome Outcome { get; }

        public string In(string name) => Path.Combine(_folder.Root, name);

        public void Dispose()
        {
            Data.Dispose();
            _folder.Dispose();
        }
    }
}
