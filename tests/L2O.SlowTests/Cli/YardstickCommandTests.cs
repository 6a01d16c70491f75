using System.Text.Json;
using L2O.Studies.Yardstick;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class YardstickCommandTests : IDisposable
{
    private const string Suite = """
        {
          "name": "tiny", "purpose": "A test", "horizons": [20, 30], "baselines": ["adam", "muon"],
          "tasks": [
            { "name": "one", "part": "validation", "data": "friedman", "network": "mlp-tanh-4", "batchSize": 16 },
            { "name": "two", "part": "test", "data": "friedman", "network": "mlp-relu-4", "batchSize": 16 },
            { "name": "three", "part": "test", "data": "cifar-10", "network": "cifar-mlp-relu-4" }
          ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Line(params string[] optimizers) => string.Join(' ', ["yardstick", .. optimizers, "--suite", Write(),
        "--out", _folder["out"], "--data-dir", _folder.Root, "--cache", _folder["cache"]]);

    [Fact]
    public void Optimizers_are_measured_next_to_tuned_baselines()
    {
        CliHarness.CliOutcome outcome = TinyCommands.Run(Line("adam@0.01"));

        Assert.Contains("warning: skipped three: cifar-10 is not in ", outcome.Error, StringComparison.Ordinal);
        Assert.Matches(@"20 steps\n +optimizer +speed-up", outcome.Output.ReplaceLineEndings("\n"));
        Assert.Matches(@"adam@0\.01 +muon-one-rate ", outcome.Output);
        foreach (string file in new[] { "report.html", "report.md", "figures/profile.svg", "figures/losses-1.png" })
            Assert.True(File.Exists(Path.Combine(_folder["out"], file)), file);
        var results = YardstickResults.Load(_folder["out"]);
        Assert.Equal(["adam@0.01", "muon-one-rate", "adam", "muon"], results.Tasks.Select(static one => one.Optimizer).Distinct());
        Assert.Equal(16, results.Tasks.Length);
        Assert.Equal(8, results.Summaries.Length);
        Assert.All(results.Tasks, static one => Assert.InRange(one.StepSeconds, 1e-7, 10), throwIfEmpty: true);
        Assert.StartsWith("three: ", results.Missing.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_done_is_kept_and_another_optimizer_needs_its_own_runs_alone()
    {
        TinyCommands.Run(Line("adam@0.01") + " --quiet");
        int runs = Directory.GetFiles(_folder["cache"]).Length;
        string first = File.ReadAllText(Path.Combine(_folder["out"], YardstickResults.FileName));
        Assert.Equal(first, TinyCommands.Run(Line("adam@0.01") + " --json --quiet").Output);
        CliHarness.CliOutcome more = TinyCommands.Run(Line("adam@0.01", "pretrained/sigmoid"));

        Assert.Contains("baselines-one: kept", more.Error, StringComparison.Ordinal);
        Assert.Equal(runs + 2 * 2 * 3, Directory.GetFiles(_folder["cache"]).Length); // two tasks, two horizons, three seeds
        Assert.Contains("l2o-sigmoid", more.Output, StringComparison.Ordinal);
        CliHarness.CliOutcome other = CliHarness.Run((Line() + " --horizons 20").Split(' '));
        Assert.Equal(2, other.Code);
        Assert.Contains("is of suite tiny with other tasks, horizons or seeds", other.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_steps_make_the_same_results()
    {
        string steps = Line();
        foreach (string step in new[] { "baselines-one", "baselines-two", "muon-rate", "optimizers-one", "optimizers-two" })
            TinyCommands.Run($"{steps} --step {step} --quiet");

        CliHarness.CliOutcome rest = TinyCommands.Run(steps);

        Assert.Contains("optimizers-two: kept", rest.Error, StringComparison.Ordinal);
        Assert.Contains("report: done", rest.Error, StringComparison.Ordinal);
        Assert.Equal(12, YardstickResults.Load(_folder["out"]).Tasks.Length);
    }

    [Fact]
    public void Dry_runs_write_nothing_and_jobs_are_arrays_of_steps()
    {
        string plan = TinyCommands.Run(Line("adam@0.01") + " --part test --dry-run").Output;
        string scripts = TinyCommands.Run($"submit {Line("adam@0.01")} --dry-run --time 1:00:00").Output;

        Assert.Matches("baselines-one +.*\n +baselines-two", plan.ReplaceLineEndings("\n")); // a rate is chosen by validation tasks
        Assert.DoesNotContain("optimizers-one", plan, StringComparison.Ordinal);
        Assert.Equal(4, scripts.Split("#!/bin/bash").Length - 1); // baselines, rate, optimizers, report
        Assert.Contains("  baselines-one\n  baselines-two\n", scripts.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("--step \"${steps[SLURM_ARRAY_TASK_ID]}\"", scripts, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["out"]));
    }

    [Fact]
    public void Published_envelopes_stand_beside_ours()
    {
        string file = _folder["envelopes.json"];
        File.WriteAllText(file, """{ "one": [[0, 25], [1.5, 1]], "Two": [[0, 12.5, 25], [1.5, 1.2, 1]] }""");

        string table = TinyCommands.Run(Line() + $" --envelopes {file}").Output;
        using var json = JsonDocument.Parse(TinyCommands.Run(Line() + $" --envelopes {file} --json --quiet").Output);

        Assert.Matches(@"two +12\.5 ", table);
        JsonElement[] rows = [.. json.RootElement.EnumerateArray()];
        Assert.Equal([0, 25, 12.5, 25], rows.Select(static row => row.GetProperty("step").GetDouble()));
        Assert.All(rows, static row => Assert.Equal(row.GetProperty("ours").GetDouble() / row.GetProperty("published").GetDouble(),
            row.GetProperty("ratio").GetDouble(), 1e-12), throwIfEmpty: true);
    }

    private string Write()
    {
        string path = _folder["suite.json"];
        File.WriteAllText(path, Suite);
        return path;
    }
}
