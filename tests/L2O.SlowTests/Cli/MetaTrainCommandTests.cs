using System.Text.Json;
using L2O.Pretrained;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class MetaTrainCommandTests : IDisposable
{
    private const string TwoEpochs = "--set metaTraining.epochs=2";

    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void Phi_has_the_same_bytes_for_one_thread_and_two()
    {
        TrainTwo("one", "--threads 1");
        TrainTwo("two", "--threads 2");

        AssertSameRun("one", "two");
    }

    [Theory]
    [InlineData("null")]
    [InlineData("0.002")]
    public void Two_epochs_at_once_equal_one_and_a_resumed_second(string finalRate)
    {
        string rate = $"--set metaTraining.finalMetaLearningRate={finalRate}";
        TrainTwo("whole", rate);
        // A falling rate depends on the planned epochs, so the first epoch is made by interrupting a plan of two.
        if (finalRate == "null")
            Train("halves", $"--set metaTraining.epochs=1 {rate}");
        else
            Assert.Equal(130, TinyCommands.RunUntil("epoch 1 of 2", $"{Line("halves")} {TwoEpochs} {rate}").Code);
        Assert.Equal(1, MetaTrainingFolder.Open(In("halves")).Place().Epochs);

        TinyCommands.Run($"meta-train --resume --data-dir {_data.Root} --out {In("halves")}{(finalRate == "null" ? $" {TwoEpochs}" : "")}");

        AssertSameRun("whole", "halves");
    }

    [Fact]
    public void An_interrupted_run_says_what_is_kept_and_goes_on_to_the_same_bytes()
    {
        TrainTwo("whole");

        CliHarness.CliOutcome outcome = TinyCommands.RunUntil("epoch 1 of 2", $"{Line("stopped")} {TwoEpochs}");

        string[] error = outcome.Error.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.Equal(
            $"interrupted: 1 of 2 epochs are kept, with the best phi so far; go on with: l2o meta-train --resume --out '{In("stopped")}'",
            error[^1]);
        Assert.DoesNotContain(error, static line => line.StartsWith("error:", StringComparison.Ordinal)
            || line.StartsWith("   at ", StringComparison.Ordinal));
        Assert.Equal("", outcome.Output);
        Assert.Equal(130, outcome.Code);

        Resume("stopped");
        AssertSameRun("whole", "stopped");
    }

    [Fact]
    public void A_run_interrupted_in_its_first_epoch_can_be_resumed()
    {
        TrainTwo("whole");

        CliHarness.CliOutcome outcome = CliHarness.Run(L2O.Cli.CommandLineApp.Create(),
            $"{Line("stopped")} {TwoEpochs}".Split(' '), new CancellationToken(canceled: true));

        Assert.Equal(
            $"interrupted: no checkpoint was made yet, the configuration is kept; go on with: l2o meta-train --resume --out " +
            $"'{In("stopped")}'\n", outcome.Error.ReplaceLineEndings("\n"));
        Assert.Equal(130, outcome.Code);
        Resume("stopped");
        AssertSameRun("whole", "stopped");
    }

    [Fact]
    public void Resuming_a_finished_run_restores_results_that_a_crash_took()
    {
        TrainTwo("whole");
        TrainTwo("crashed");
        File.Delete(In("crashed/phi.safetensors"));
        File.Delete(In("crashed/meta_training.csv"));

        Resume("crashed");

        AssertSameRun("whole", "crashed");
        Assert.Equal(2, MetaTrainingCsv.Read(In("crashed")).Count);
    }

    [Fact]
    public void The_result_is_a_line_on_the_output_or_json()
    {
        CliHarness.CliOutcome line = TrainTwo("whole");
        Assert.Matches(
            $@"^best of 2 epochs: [12], meta-loss [-\d.]+, summed test loss [\d.]+; phi \(\d+ parameters\) is in .*phi\.safetensors\r?\n$",
            line.Output);
        Assert.Contains("epoch 2 of 2: ", line.Error, StringComparison.Ordinal);

        CliHarness.CliOutcome json = TinyCommands.Run($"meta-train --resume --json --quiet --data-dir {_data.Root} --out {In("whole")}");
        using var document = JsonDocument.Parse(json.Output);
        Assert.Equal(In("whole/phi.safetensors"), document.RootElement.GetProperty("phi").GetString());
        Assert.Equal(2, document.RootElement.GetProperty("epochs").GetInt32());
        Assert.Equal("", json.Error);
    }

    [Fact]
    public void A_run_whose_loss_is_never_finite_fails_with_one_line()
    {
        CliHarness.CliOutcome outcome =
            CliHarness.Run($"{Line("wild")} --quiet --set metaTraining.epochs=1 --set metaTraining.metaLearningRate=3e38".Split(' '));

        Assert.EndsWith(
            $"error: none of 1 epochs made a meta-step and ended with a finite loss, {In("wild")} holds no trained phi; a smaller " +
            $"metaTraining.metaLearningRate may help\n", outcome.Error.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.All(outcome.Error.TrimEnd().Split('\n')[..^1],
            static line => Assert.StartsWith("warning: ", line, StringComparison.Ordinal)); // of what was not finite
        Assert.Equal("", outcome.Output);
        Assert.Equal(1, outcome.Code);
    }

    private string In(string name) => Path.Combine(_folder.Root, name);

    private string Line(string name) => $"{TinyCommands.MetaTrain(_data)} --out {In(name)}";

    private CliHarness.CliOutcome Train(string name, string more) => TinyCommands.Run($"{Line(name)} {more}");

    private CliHarness.CliOutcome TrainTwo(string name, string more = "--threads 1") => Train(name, $"{TwoEpochs} {more}");

    private void Resume(string name) => TinyCommands.Run($"meta-train --resume --data-dir {_data.Root} --out {In(name)}");

    /// <summary>Everything that a run leaves behind is the same byte for byte, but for its record and log, which tell times.</summary>
    private void AssertSameRun(string expected, string actual)
    {
        foreach (string name in new[] { PhiFile.FileName, MetaTrainingFolder.ConfigFile,
            MetaTrainingCsv.FileName, CheckpointFile.FileName })
            Assert.True(File.ReadAllBytes(In($"{expected}/{name}")).AsSpan()
                .SequenceEqual(File.ReadAllBytes(In($"{actual}/{name}"))), $"{name} differs");
    }
}
