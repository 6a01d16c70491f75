using System.Text.Json;
using L2O.Cli;
using L2O.Runs.Networks;
using L2O.Settings;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary><c>l2o train</c> and <c>l2o predict</c> as they are typed.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _mnist = new();

    public void Dispose()
    {
        _folder.Dispose();
        _mnist.Dispose();
    }

    [Fact]
    public void A_network_is_trained_and_predicts()
    {
        string output = TinyCommands.Run(
            $"train mlp-relu-8 {TinyCommands.On(_mnist)} --epochs 4 --batch 32 --validate-every 5 --out {_folder["net"]}").Output;
        var settings = SettingsJson.Load<NetworkTraining>(_folder[$"net/{NetworkFolder.ConfigFile}"]);
        Assert.Equal((32, 32, 5, "adam@0.01:schedule=cosine"),
            (settings.Iterations, settings.BatchSize, settings.ValidateEvery, settings.Optimizer)); // 230 samples are 8 batches
        NetworkFile file = NetworkFile.Load(_folder["net"]);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal("mlp-relu-8 on mnist with adam@0.01:schedule=cosine, 32 iterations", lines[0]);
        Assert.Equal($"weights     {_folder[$"net/{NetworkWeights.FileName}"]}", lines[3]);

        string predicted = TinyCommands.Run($"predict {_folder["net"]} {TinyCommands.On(_mnist)} --out {_folder["p.csv"]}").Output;
        Assert.Equal(lines[2]["test        ".Length..], predicted.TrimEnd().Split('\n')[1]); // the test split it is, bit for bit
        Assert.Equal(65, File.ReadAllLines(_folder["p.csv"]).Length);
        string json = TinyCommands.Run(
            $"predict {_folder["net"]} {TinyCommands.On(_mnist)} --split train --json --threads 2 --out {_folder["q.csv"]}").Output;
        using var document = JsonDocument.Parse(json);
        Assert.Equal((256, "accuracy"), (document.RootElement.GetProperty("samples").GetInt32(),
            document.RootElement.GetProperty("metric").GetString()));
        Assert.Equal(10, file.Outputs);
    }

    [Fact]
    public void An_interrupted_training_says_what_is_kept_and_goes_on()
    {
        string line = $"train mlp-relu-8 {TinyCommands.On(_mnist)} --optimizer pretrained/sigmoid --iterations 3000 --batch 16 --out ";
        using var source = new CancellationTokenSource();
        source.Cancel();
        CliHarness.CliOutcome cut = CliHarness.Run(CommandLineApp.Create(), $"{line}{_folder["cut"]}".Split(' '), source.Token);
        Assert.Equal(130, cut.Code);
        Assert.Equal($"interrupted: no checkpoint was made yet, the settings are kept; go on with: l2o train --resume --out "
            + $"'{_folder["cut"]}'", cut.Error.TrimEnd().Split('\n')[^1]);
        CliHarness.CliOutcome refused = CliHarness.Run("train", "mlp-relu-8", "--resume", "--out", _folder["cut"]);
        Assert.Equal((2, "error: NETWORK does not go with --resume; the training's folder says what it is"),
            (refused.Code, refused.Error.TrimEnd()));
        Assert.Contains("mlp-relu-8 on mnist, pretrained/sigmoid, seed 1", TinyCommands.Run($"runs show {_folder["cut"]}").Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Predictions_that_are_not_finite_are_counted_and_end_with_exit_code_1()
    {
        File.WriteAllText(_folder["prices.csv"], "size,price\n"
            + string.Concat(Enumerable.Range(1, 40).Select(static i => $"{i},{i}e30\n")));
        File.WriteAllText(_folder["far.csv"], "size\n10\n1e12\n");
        TinyCommands.Run($"train mlp-relu-4 --data table:{_folder["prices.csv"]},target=price --iterations 40 --out {_folder["net"]}");
        CliHarness.CliOutcome outcome = CliHarness.Run(
            $"predict {_folder["net"]} --data {_folder["far.csv"]} --out {_folder["p.csv"]}".Split(' '));
        Assert.Equal(1, outcome.Code);
        Assert.Contains($"error: 1 of 2 outputs in {_folder["p.csv"]} are not finite", outcome.Error, StringComparison.Ordinal);
        Assert.Equal(3, File.ReadAllLines(_folder["p.csv"]).Length);
    }

    [Fact]
    public void Classes_of_several_lines_are_predicted_in_quotes()
    {
        File.WriteAllText(_folder["lines.csv"], "\"a\nb\",kind\n" + string.Concat(Enumerable.Range(1, 40).Select(static i =>
            $"{i},\"{(i > 20 ? "u" : "v")}\nw\"\n")));
        TinyCommands.Run($"train mlp-relu-4 --data table:{_folder["lines.csv"]},target=kind --iterations 60 --out {_folder["net"]}");
        TinyCommands.Run($"predict {_folder["net"]} --data {_folder["lines.csv"]} --out {_folder["p.csv"]}");
        Assert.Matches("^row,prediction,probability\n1,\"[uv]\nw\",", File.ReadAllText(_folder["p.csv"]));
    }

    [Fact]
    public void Gradients_that_are_not_finite_end_a_run_that_refuses_them_with_exit_code_1_and_are_counted_where_they_are_skipped()
    {
        string line = $"train mlp-relu-8 {TinyCommands.On(_mnist)} --iterations 20 --quiet --optimizer sgd@1e30";
        CliHarness.CliOutcome refused = CliHarness.Run($"{line}:non-finite=refuse --out {_folder["refused"]}".Split(' '));
        Assert.Equal(1, refused.Code);
        Assert.Matches("^error: gradient of tensor '.+' has NaN at [0-9]+; expected finite numbers", refused.Error);
        CliHarness.CliOutcome skipped = CliHarness.Run($"{line}:non-finite=skip --out {_folder["skipped"]}".Split(' '));
        Assert.Equal(1, skipped.Code); // the loss is no number either
        Assert.Matches("warning: [1-9][0-9]* of [0-9]+ steps were skipped: their gradients were not finite", skipped.Error);

        CliHarness.CliOutcome tested = TinyCommands.Run($"meta-test {TinyCommands.On(_mnist)} --optimizees mlp-relu-8 --baselines "
            + $"sgd@1e30:non-finite=skip --iterations 9 --runs 1 --quiet --out {_folder["tested"]}");
        Assert.Matches("warning: sgd@1e30:non-finite=skip on mlp-relu-8, run 1: [1-9] steps were skipped", tested.Error);
        Assert.Contains("steps were skipped", TinyCommands.Run($"meta-test {TinyCommands.On(_mnist)} --optimizees mlp-relu-8 --baselines "
            + $"sgd@1e30:non-finite=skip --iterations 9 --runs 1 --resume --out {_folder["tested"]}").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_damaged_is_said_though_quiet()
    {
        string line = $"train mlp-relu-8 {TinyCommands.On(_mnist)} --iterations 40 --checkpoint-every 10steps --out {_folder["net"]}";
        TinyCommands.Run(line);
        byte[] bytes = File.ReadAllBytes(_folder["net/checkpoint.safetensors"]);
        bytes[^9] ^= 1;
        File.WriteAllBytes(_folder["net/checkpoint.safetensors"], bytes);
        File.WriteAllText(_folder["net/data.json"], "{ \"name\": \"mn");
        string error = TinyCommands.Run($"train --resume --quiet --data-dir {_mnist.Root} --out {_folder["net"]}").Error;
        Assert.Contains("using the checkpoint before it", error, StringComparison.Ordinal);
        Assert.Contains("data.json", error, StringComparison.Ordinal);
        Assert.All(error.TrimEnd().Split('\n'), static shown => Assert.StartsWith("warning: ", shown, StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_that_learns_nothing_ends_with_exit_code_1()
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(
            $"train mlp-relu-8 {TinyCommands.On(_mnist)} --optimizer sgd@1e6 --iterations 20 --out {_folder["bad"]}".Split(' '));
        Assert.Equal(1, outcome.Code);
        Assert.Contains("the validation loss was never below that of the start", outcome.Error, StringComparison.Ordinal);
        CliHarness.CliOutcome predicted = CliHarness.Run(
            $"predict {_folder["bad"]} {TinyCommands.On(_mnist)} --out {_folder["p.csv"]}".Split(' '));
        Assert.Equal((2, $"error: '{_folder["bad"]}' holds a network that has learned nothing: its validation loss was never below that " +
            "of the start; expected one that has"), (predicted.Code, predicted.Error.TrimEnd()));
        Assert.False(File.Exists(_folder["p.csv"]));
    }
}
