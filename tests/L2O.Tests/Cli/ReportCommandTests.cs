using L2O.Tables;
using L2O.Tests.Reporting;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class ReportCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void One_runs_report_goes_into_its_folder()
    {
        Directory.CreateDirectory(_folder["run"]);
        MetaTrainingCsv.Write(_folder["run"], SampleComparison.Epochs());

        CliHarness.CliOutcome outcome = TinyCommands.Run($"report {_folder["run"]}");

        Assert.Equal(Path.Combine(_folder["run"], "report.html"), outcome.Output.Trim());
        Assert.Contains("In 9 epochs of meta-training the meta-loss went from 3.400 to 1.203",
            File.ReadAllText(Path.Combine(_folder["run"], "report.md")), StringComparison.Ordinal);
        TinyCommands.Run($"report {_folder["run"]}"); // replaces it
    }

    [Fact]
    public void Several_runs_go_side_by_side_into_a_folder_of_their_own()
    {
        foreach (string name in new[] { "one", "two" })
        {
            Directory.CreateDirectory(_folder[name]);
            MetricsCsv.Write(_folder[name], SampleComparison.Full(20));
        }
        ClaimsFile.Write(_folder["two"], SampleReport.Claims());

        TinyCommands.Run($"report {_folder["one"]} {_folder["two"]} --out {_folder["both"]}");

        string text = File.ReadAllText(Path.Combine(_folder["both"], "report.md"));
        Assert.Contains("# 2 runs side by side", text, StringComparison.Ordinal);
        Assert.Contains("| two: mlp-relu-20 |", text, StringComparison.Ordinal);
        Assert.Contains("C1 (two)", text, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder["one"], "report.*"));
    }

    [Fact]
    public void A_figure_that_cannot_be_written_is_exit_code_1_and_costs_nothing_else()
    {
        Directory.CreateDirectory(_folder["run"]);
        MetaTrainingCsv.Write(_folder["run"], SampleComparison.Epochs());
        Directory.CreateDirectory(_folder["run/meta-training.png/in the way"]);

        CliHarness.CliOutcome outcome = CliHarness.Run("report", _folder["run"]);

        Assert.Equal(1, outcome.Code);
        Assert.StartsWith("error: 1 output is missing, the others are there: meta-training.png: ", outcome.Error.Trim(),
            StringComparison.Ordinal);
        Assert.True(File.Exists(_folder["run/meta-training.svg"]) && File.Exists(_folder["run/report.html"]));
    }

    [Fact]
    public void A_folder_without_results_is_refused_in_one_line()
    {
        Directory.CreateDirectory(_folder["empty"]);
        CliHarness.CliOutcome outcome = CliHarness.Run("report", _folder["empty"], "--out", _folder["out"]);
        Assert.Equal(2, outcome.Code);
        Assert.Equal(
            $"error: folder '{_folder["empty"]}' has no results; expected rows in one of metrics.csv, meta_training.csv, dynamics.csv, " +
            $"claims.json", outcome.Error.Trim());
        Assert.False(Directory.Exists(_folder["out"]));
        Assert.Equal(2, CliHarness.Run("report", _folder["missing"]).Code);
        Assert.Equal(2, CliHarness.Run("report").Code);
    }
}
