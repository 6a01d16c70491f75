using System.Text.Json;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class AnalyzeCommandTests
{
    [Fact]
    public void It_measures_every_run_sums_up_and_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        using var mnist = new TinyMnist();
        string phi = Path.Combine(folder.Root, "run"), output = Path.Combine(folder.Root, "out");
        TinyCommands.Run($"{TinyCommands.MetaTrain(mnist)} --set metaTraining.epochs=1 --out {phi}");
        string line =
            $"analyze {phi} {TinyCommands.On(mnist)} --measure norms,histograms,stiffness --optimizees mlp-relu-3,mlp-tanh-3 " +
            $"--baselines sgd@0.1 --iterations 7 --runs 2 --every 3 --snapshots 1,5 --out {output}";

        CliHarness.CliOutcome outcome = TinyCommands.Run(line);

        RunMeasurement[] rows = [.. MeasurementCsv.Read(output)];
        Assert.Equal(["mlp-relu-3", "mlp-tanh-3"], rows.Select(static row => row.Optimizee).Distinct());
        Assert.Equal(["l2o", "sgd@0.1"], rows.Select(static row => row.Optimizer).Distinct());
        Assert.Equal([1, 3, 5, 6], rows.Select(static row => row.Measurement.Iteration).Distinct().Order());
        Assert.Contains("mlp-tanh-3 at iteration 5, mean ± standard deviation over 2 runs", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("update_max_abs", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"table: {Path.Combine(output, "dynamics.csv")}, {rows.Length} rows", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("analysis: ", outcome.Error, StringComparison.Ordinal);

        byte[] table = File.ReadAllBytes(Path.Combine(output, "dynamics.csv"));
        string[] cells = Directory.GetFiles(Path.Combine(output, "cells"));
        foreach (string cell in cells[..5])
            File.Delete(cell);
        File.Delete(Path.Combine(output, "dynamics.csv"));
        CliHarness.CliOutcome resumed = TinyCommands.Run($"{line} --resume --json --quiet");

        Assert.Equal(table, File.ReadAllBytes(Path.Combine(output, "dynamics.csv")));
        using var document = JsonDocument.Parse(resumed.Output);
        Assert.Equal((rows.Length, 5),
            (document.RootElement.GetProperty("rows").GetInt32(), document.RootElement.GetProperty("iteration").GetInt32()));
        Assert.All(resumed.Error.TrimEnd().Split('\n'), static line => Assert.StartsWith("warning: ", line, StringComparison.Ordinal));
    }

    [Fact]
    public void All_measures_are_the_default_and_unknown_ones_are_refused()
    {
        CliHarness.CliOutcome help = CliHarness.Run("analyze", "--help"),
            wrong = CliHarness.Run("analyze", "--baselines", "sgd@0.1", "--measure", "nroms", "--out", "x");

        Assert.Contains("[default: all]", help.Output, StringComparison.Ordinal);
        Assert.Contains("spectrograms", help.Output, StringComparison.Ordinal);
        Assert.StartsWith("error: unknown measure 'nroms'; expected one of deviations, ", wrong.Error, StringComparison.Ordinal);
        Assert.EndsWith("did you mean 'norms'?", wrong.Error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(2, wrong.Code);
    }
}
