using L2O.Data;
using L2O.Experiments;
using L2O.MetaTesting;
using L2O.Optimizees.Losses;
using L2O.Pretrained;
using L2O.Settings;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary>Data of one's own through the real commands, from the command line to the report.</summary>
public sealed class OwnDataCommandTests : IDisposable
{
    private const string Small = "--set metaTraining.epochs=1 " + TinyCommands.Settings;

    private readonly TemporaryFolder _folder = new();

    public OwnDataCommandTests() => File.WriteAllLines(_folder["houses.csv"],
        ["size,kind,price", .. Enumerable.Range(1, 200).Select(static i =>
        FormattableString.Invariant($"{i},{(i % 3 == 0 ? "flat" : "house")},{1000 * i + (i % 3 == 0 ? 50000 : 0)}"))]);

    public void Dispose() => _folder.Dispose();

    private string Houses => $"table:{_folder["houses.csv"]},target=price";

    [Fact]
    public void A_regression_goes_from_a_table_to_a_report_with_R2_and_without_accuracy_or_thresholds()
    {
        TinyCommands.Run($"meta-train {Small} --data {Houses} --set optimizee=mlp-tanh-8 --out {_folder["run"]}");
        string output = TinyCommands.Run($"meta-test {_folder["run"]} --baselines adam@0.05 --iterations 80 --runs 2 --out "
            + $"{_folder["test"]}").Output;
        Assert.Contains("R²", output, StringComparison.Ordinal);
        Assert.DoesNotContain("accuracy", output, StringComparison.Ordinal);
        Assert.DoesNotContain("0.5", output.Split('\n')[1] + output.Split('\n')[2], StringComparison.Ordinal);
        Assert.Contains("ended with the lowest test loss", output, StringComparison.Ordinal);

        Comparison comparison = MetricsCsv.Read(_folder["test"]);
        Assert.Equal(LossKind.Mse, comparison.Loss);
        LossCurve adam = comparison.Curves.First(static curve => curve.Optimizer == "adam@0.05");
        Assert.True(double.IsNaN(adam.FinalTest.Accuracy) && adam.Points.All(static point => double.IsNaN(point.TrainAccuracy)));
        Assert.InRange(adam.FinalTest.R2, 0.8, 1);
        Assert.Equal(1 - adam.FinalTrain.Loss, adam.FinalTrain.R2, 1e-5); // the target was standardized by the training split
        string[] header = File.ReadLines(_folder["test/runs.csv"]).First().Split(','),
            cells = File.ReadLines(_folder["test/runs.csv"]).ElementAt(1).Split(',');
        Assert.Equal(("", "", "mse"), (cells[Array.IndexOf(header, "first_batch_under_threshold")],
            cells[Array.IndexOf(header, "final_test_accuracy")], cells[Array.IndexOf(header, "loss")]));

        string report = File.ReadAllText(_folder["test/report.md"]);
        Assert.Contains("test R²", report, StringComparison.Ordinal);
        Assert.DoesNotContain("nats", report, StringComparison.Ordinal);
        Assert.DoesNotContain("loss of 0.5", report, StringComparison.Ordinal);
        Assert.Contains("SHA-256 of houses.csv", report, StringComparison.Ordinal);
        TinyCommands.Run($"analyze {_folder["run"]} --baselines adam@0.05 --iterations 10 --runs 1 --every 5 --snapshots 5 --out "
            + $"{_folder["dynamics"]}");
    }

    [Fact]
    public void Quickstart_runs_on_a_table_of_classes()
    {
        string output = TinyCommands.Run($"quickstart {Small} --iterations 10 --runs 1 --data table:{_folder["houses.csv"]},target=kind "
            + $"--out {_folder["quick"]}").Output;
        Assert.Contains("accuracy", output, StringComparison.Ordinal);
        Assert.Equal(LossKind.Softmax, MetricsCsv.Read(_folder["quick"]).Loss);
    }

    [Fact]
    public void An_autoencoder_of_a_known_dataset_has_neither_accuracy_nor_R2()
    {
        using var mnist = new TinyMnist();
        string output = TinyCommands.Run($"meta-test --baselines adam@0.01 --optimizees mlp-relu-16-4-16 --data mnist,target=input "
            + $"--data-dir {mnist.Root} --iterations 10 --runs 1 --out {_folder["auto"]}").Output;
        Assert.DoesNotContain("accuracy", output, StringComparison.Ordinal);
        Assert.DoesNotContain("R²", output, StringComparison.Ordinal);
        LossCurve curve = MetricsCsv.Read(_folder["auto"]).Curves.Single();
        Assert.True(curve.FinalTest.Loss > 0 && double.IsNaN(curve.FinalTest.R2) && double.IsNaN(curve.FinalTest.Accuracy));
        output = TinyCommands.Run($"meta-test --baselines adam@0.01 --optimizees mlp-relu-8 --data mnist,target=input --loss bce "
            + $"--data-dir {mnist.Root} --iterations 10 --runs 1 --out {_folder["bce"]}").Output;
        Assert.Equal(LossKind.Bce, MetricsCsv.Read(_folder["bce"]).Loss);
    }

    [Fact]
    public void A_run_keeps_the_digests_of_its_files_and_refuses_others()
    {
        TinyCommands.Run($"meta-train {Small} --data {Houses} --out {_folder["run"]}");
        var stored = SettingsJson.Load<Experiment>(_folder["run/config.json"]);
        string digest = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_folder["houses.csv"])));
        Assert.Equal([digest], stored.Data.Digests!.Value);
        Assert.Equal(digest, PhiFile.Load(_folder["run/phi.safetensors"]).Origin["dataSha256"]);
        File.AppendAllText(_folder["houses.csv"], "201,flat,1\n");
        CliHarness.CliOutcome outcome = CliHarness.Run("meta-train", "--resume", "--set", "metaTraining.epochs=2", "--out", _folder["run"]);
        Assert.Equal(2, outcome.Code);
        Assert.StartsWith($"error: {_folder["houses.csv"]} is not what it was: its SHA-256 is ", outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void Data_are_described_alike_on_the_command_line_and_in_a_configuration()
    {
        DataSettings typed = DataSettings.Parse("table:a.csv,target=y,columns=b;c,test=t.csv,standardize=false");
        DataSettings written = SettingsJson.Parse<DataSettings>(
            """{ "name": "table", "path": "a.csv", "target": "y", "columns": ["b", "c"], "test": "t.csv", "standardize": false }""",
                "input");
        Assert.Equal(written, typed);
        Assert.Equal("a.csv (target y, columns b c)", typed.ToString());
        Assert.Equal(["a.csv", "t.csv"], typed.Files);
        Assert.Equal(new DataSettings("mnist", target: DatasetOptions.InputTarget), DataSettings.Parse("mnist,target=input"));
        Assert.Equal(new DataSettings("mnist"), DataSettings.Parse("mnist"));
        Assert.Contains("expected a name alone", Assert.Throws<ArgumentException>(() => new DataSettings("table:a.csv")).Message,
            StringComparison.Ordinal);
        Assert.Contains("'columns' does not go with",
            Assert.Throws<ArgumentException>(() => new DataSettings("mnist", columns: ["a"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_data_replace_those_of_an_experiment_and_all_of_their_options()
    {
        var owned = new Experiment(data: new DataSettings("table", path: "a.csv", target: "y"));
        Assert.Equal(new DataSettings("mnist"), L2O.Cli.Options.ExperimentSource.Change(owned, "mnist", null, []).Data);
        Assert.Equal(new DataSettings("npy", path: "x.npy", targets: "t.npy"),
            L2O.Cli.Options.ExperimentSource.Change(owned, "npy:x.npy,targets=t.npy", null, []).Data);
        var normalized = new Experiment(data: new DataSettings("mnist", normalize: true));
        Assert.Equal(new DataSettings("mnist", normalize: true, target: "input"),
            L2O.Cli.Options.ExperimentSource.Change(normalized, "mnist,target=input", null, []).Data);
        Assert.Equal(new DataSettings("table", path: "b.csv", target: "z", testShare: 0.5),
            L2O.Cli.Options.ExperimentSource.Change(normalized, "table:b.csv,target=z", null, ["data.testShare=0.5"]).Data);
    }
}
