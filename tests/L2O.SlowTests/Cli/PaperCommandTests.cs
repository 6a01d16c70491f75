using L2O.Tables;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class PaperCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void A_dry_run_shows_the_plan_and_writes_nothing()
    {
        string path = Path.Combine(_folder.Root, "paper");

        CliHarness.CliOutcome outcome =
            TinyCommands.Run($"paper --scale smoke --dry-run --only fig7,fig8 {TinyCommands.On(_data)} --out {path}");

        Assert.Matches(@"noise-leaky-relu +\d+ (s|min).* after meta-train-leaky-relu, tune-mlp-leaky-relu-20", outcome.Output);
        Assert.Contains("8 steps, ", outcome.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("sigmoid-20 ", outcome.Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(path));
    }

    [Theory]
    [InlineData("--scale huge", "expected one of smoke, quick, full")]
    [InlineData("--scale smoke --only fig5,fig12", "unknown figure 'fig12'; expected curves, fig4")]
    public void Bad_usage_is_one_line(string options, string expected)
    {
        CliHarness.CliOutcome outcome =
            CliHarness.Run($"paper {options} {TinyCommands.On(_data)} --out {Path.Combine(_folder.Root, "paper")}".Split(' '));

        Assert.Equal(2, outcome.Code);
        Assert.Contains(expected, outcome.Error, StringComparison.Ordinal);
        Assert.Single(outcome.Error.TrimEnd().Split('\n'));
    }

    [Fact]
    public void A_pretrained_optimizer_goes_wherever_a_phi_does()
    {
        string test = Path.Combine(_folder.Root, "test");
        TinyCommands.Run(
            $"meta-test pretrained/sigmoid --baselines sgd@0.1 --iterations 5 --runs 1 --quiet {TinyCommands.On(_data)} --out {test}");

        Assert.Equal(["l2o-sigmoid", "sgd@0.1"], MetricsCsv.Read(test).Curves.Select(static curve => curve.Optimizer));
        Assert.Contains("pretrained/leaky-relu", TinyCommands.Run("info").Output, StringComparison.Ordinal);
    }
}
