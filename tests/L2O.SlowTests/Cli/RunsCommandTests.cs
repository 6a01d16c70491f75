using System.Text.Json;
using L2O.Runs;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class RunsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public RunsCommandTests()
    {
        TinyCommands.Run($"{TinyCommands.MetaTrain(_data)} --set metaTraining.epochs=2 --out {In("one")} --quiet");
        TinyCommands.Run($"{TinyCommands.MetaTrain(_data)} --set metaTraining.epochs=1 --seed 9 --out {In("deep/two")} --quiet");
        TinyCommands.Run(
            $"meta-test {In("one")} --optimizees mlp-sigmoid-20 --baselines sgd@0.1 --iterations 5 --runs 1 {TinyCommands.On(_data)} " +
            $"--out {In("test")} --quiet");
    }

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void List_has_a_line_for_each_run_however_deep()
    {
        string output = TinyCommands.Run($"runs list {_folder.Root}").Output;
        string[] lines = [.. output.ReplaceLineEndings("\n").Split('\n')
            .Where(static line => line.Contains("meta-t", StringComparison.Ordinal))];
        Assert.Equal(3, lines.Length);
        Assert.Matches(
            @"two +meta-training +finished +mlp-sigmoid-20 on mnist, seed 9 +1/1 epochs +[\d.]+ ", lines[0]);
        Assert.Matches(
            @"one +meta-training +finished +mlp-sigmoid-20 on mnist, seed 1 +2/2 epochs +[\d.]+ ", lines[1]);
        Assert.Matches(@"test +meta-test +finished +1 learned, sgd@0.1 on mlp-sigmoid-20 on mnist, seed 1 ", lines[2]);
    }

    [Fact]
    public void List_as_json_tells_the_same()
    {
        using var document = JsonDocument.Parse(TinyCommands.Run($"runs list {_folder.Root} --json").Output);
        Assert.Equal(["meta-training", "meta-training", "meta-test"], document.RootElement.EnumerateArray()
            .Select(static run => run.GetProperty("kind").GetString()));
        Assert.All(document.RootElement.EnumerateArray(), static run => Assert.Equal("finished", run.GetProperty("state").GetString()),
            throwIfEmpty: true);
    }

    [Fact]
    public void An_empty_folder_has_no_runs()
    {
        Directory.CreateDirectory(In("empty"));
        Assert.Equal("no runs", TinyCommands.Run($"runs list {In("empty")}").Output.TrimEnd());
    }

    [Fact]
    public void Show_tells_sessions_and_epochs_and_a_crash()
    {
        string output = TinyCommands.Run($"runs show {In("one")}").Output;
        Assert.Contains($"process {Environment.ProcessId} on {Environment.MachineName}", output, StringComparison.Ordinal);
        Assert.Contains("all 2 epochs are done", output, StringComparison.Ordinal);
        Assert.Contains("epoch     2: meta-loss ", output, StringComparison.Ordinal);

        RunRecord.Load(In("one")).Begin(RunSession.Begin(1)).Save(In("one"));
        Assert.Contains("state     crashed", TinyCommands.Run($"runs show {In("one")}").Output, StringComparison.Ordinal);
        using (RunLock.Acquire(In("one")))
            Assert.Contains("state     running", TinyCommands.Run($"runs show {In("one")}").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compare_prints_the_settings_that_differ_and_the_results()
    {
        string[] lines = TinyCommands.Run($"runs compare {In("one")} {In("deep/two")}").Output.ReplaceLineEndings("\n")
            .TrimEnd('\n').Split('\n');
        Assert.Matches(@"^ +\S+one +\S+two$", lines[0]);
        Assert.Matches(@"^seed +1 +9$", lines[1]);
        Assert.Matches(@"^metaTraining\.epochs +2 +1$", lines[2]);
        Assert.Matches(@"^best summed test loss +[\d.]+(?: \(chance\))? +[\d.]+(?: \(chance\))?$", lines[5]);
        Assert.Equal(7, lines.Length);
    }

    [Fact]
    public void Compare_takes_more_than_two()
    {
        string[] lines = TinyCommands.Run($"runs compare {In("one")} {In("deep/two")} {In("one")}").Output.ReplaceLineEndings("\n")
            .TrimEnd('\n').Split('\n');
        Assert.Matches(@"^seed +1 +9 +1$", lines[1]);
        Assert.Matches(@"^progress(?: +[12]/[12] epochs){3}$", lines[4]);
    }

    [Fact]
    public void Rm_removes_runs_and_nothing_else()
    {
        CliHarness.CliOutcome refused = CliHarness.Run("runs", "rm", In("one"), In("deep"));
        Assert.Equal((2, $"error: folder '{In("deep")}' has no 'run.json'; expected the folder of a run\n"),
            (refused.Code, refused.Error.ReplaceLineEndings("\n")));
        using (RunLock.Acquire(In("deep/two")))
        {
            CliHarness.CliOutcome busy = CliHarness.Run("runs", "rm", In("one"), In("deep/two"));
            Assert.Equal((2, $"error: folder '{In("deep/two")}' is in use; expected runs that no process works on, nothing was removed\n"),
                (busy.Code, busy.Error.ReplaceLineEndings("\n")));
        }
        Assert.True(Directory.Exists(In("one")));

        TinyCommands.Run($"runs rm {In("one")} {In("deep/two")}");
        Assert.Equal([In("deep"), In("test")], Directory.GetDirectories(_folder.Root).Order());
    }

    private string In(string name) => Path.Combine(_folder.Root, name);
}
