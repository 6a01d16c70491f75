using L2O.Cli.Options;
using L2O.Data;
using L2O.Data.Digits;
using L2O.Runs;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary>A particle training is called what it is wherever runs are listed, shown, reported and tested.</summary>
public sealed class ParticleRunTests : IDisposable
{
    private static readonly string[] s_settings = ["particles.metaSteps=2", "particles.epochSteps=1"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Words_and_numbers_are_those_of_particles()
    {
        Train();

        Assert.Contains("task families on digits,resize=8, coordinateMlp, seed 1", Output("runs list " + _folder.Root),
            StringComparison.Ordinal);
        Assert.Contains(" 2/2 ", Output("runs list " + _folder.Root), StringComparison.Ordinal);
        string shown = Output("runs show " + _folder["run"]);
        Assert.Contains("best evaluated loss over that of guessing ", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("summed", shown, StringComparison.Ordinal);
        Output($"report {_folder["run"]}");
        string report = File.ReadAllText(_folder["run/report.md"]);
        Assert.Contains("an evaluated loss over that of guessing of ", report, StringComparison.Ordinal);
        Assert.DoesNotContain("summed", report, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_takes_what_the_experiment_says_and_claims_nothing_else()
    {
        Train();

        CliHarness.CliOutcome outcome = TinyCommands.Run(
            $"meta-test {_folder["run"]} --baselines sgd@0.1 --iterations 3 --runs 1 --out {_folder["test"]}");

        Assert.Contains($"what the experiment of {_folder["run"]} says to test on", outcome.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("was meta-trained on", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_ones_own_do_not_go_with_families_that_name_theirs()
    {
        IDataset own = SyntheticDigits.Load(trainCount: 60, testCount: 40).Train;

        ArgumentException refusal = Assert.Throws<ArgumentException>(() => LearnedOptimizer.MetaTrain(
            _folder["run"], ExperimentSource.Load("pes-digits"), own, threads: 1, cancellation: TestContext.Current.CancellationToken));

        Assert.StartsWith("data are given; expected null", refusal.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["run"]));
    }

    private void Train()
    {
        LearnedOptimizer.MetaTrain(_folder["run"], "pes-digits", s_settings, threads: 1,
            cancellation: TestContext.Current.CancellationToken);
        Assert.True(RunDescription.Of(RunFolder.Open(_folder["run"])).Plan.IsOfParticles);
    }

    private static string Output(string line) => TinyCommands.Run(line).Output;
}
