using L2O.Experiments;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Pretrained;
using Xunit;

namespace L2O.SlowTests.Cli;

/// <summary>Every size in its documented range works or is refused with one line; products of sizes are checked.</summary>
public sealed class SizeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_of_a_million_millions_of_parameters_is_described()
    {
        string output = TinyCommands.Run("describe mlp-relu-1000000-1000000").Output;

        Assert.StartsWith("mlp-relu-1000000-1000000: 784 features, 10 outputs, 1000796000010 parameters; more than the 2147483591 that",
            output, StringComparison.Ordinal);
        Assert.Contains("layers.mat_1.weight      1000000x1000000  785000000..1000784999999", output, StringComparison.Ordinal);
        Assert.Contains("\"isTooLarge\": true", TinyCommands.Run("describe mlp-relu-1000000-1000000 --json").Output,
            StringComparison.Ordinal);
        Assert.Contains("flowchart", TinyCommands.Run("describe mlp-relu-1000000-1000000 --graph mermaid").Output,
            StringComparison.Ordinal);
        Assert.Contains("795000010 parameters\n", TinyCommands.Run("describe mlp-relu-1000000").Output.ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("symmetries mlp-relu-1000000-1000000")]
    [InlineData("describe conv-1000000-3x3-p1000000+relu+affine-10")]
    [InlineData("describe conv-1000000-1x1+conv-1000000-1x1+affine-10 --features 2147483647")]
    [InlineData("describe conv-1-1000000x1000000+affine-10")]
    [InlineData("describe conv-1-1000000x1000000-p1000000+affine-10")]
    [InlineData("describe conv-8-1x1-p32000+avgpool-global+affine-10")]
    [InlineData("describe conv-8-1x1-p10000+avgpool-global+affine-10")]
    [InlineData("describe affine-1000000+affine-10 --features 2147483647 --outputs 10")]
    [InlineData("meta-train --set optimizee=mlp-relu-1000000-1000000")]
    [InlineData("meta-train --set optimizee=mlp-relu-1000000 --set metaTraining.batchSize=60000")]
    [InlineData("meta-train --set optimizee=mlp-relu-1000000")]
    [InlineData("train mlp-relu-1000000-1000000")]
    [InlineData("train mlp-relu-1000000 --batch 2000000000")]
    [InlineData("train mlp-relu-1000000 --optimizer pretrained/sigmoid")]
    [InlineData("meta-test pretrained/sigmoid --data digits --optimizees mlp-relu-1000000 --baselines adam@0.01")]
    public void It_works_or_is_refused_with_one_line(string line)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run($"{line}{(line.StartsWith("describe", StringComparison.Ordinal)
            || line.StartsWith("symmetries", StringComparison.Ordinal) ? "" : $" --out {_folder["x"]}")}".Split(' '));

        Assert.DoesNotContain("unexpected", outcome.Error, StringComparison.Ordinal);
        Assert.False(Path.Exists(_folder["x"]));
        if (outcome.Code != 0)
        {
            Assert.Equal(2, outcome.Code);
            Assert.StartsWith("error: ", Assert.Single(outcome.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_a_run_needs_is_counted_and_compared_with_what_there_is()
    {
        using var compute = new Compute(threads: 1);
        Network<float> network = OptimizeeCatalog.Create<float>("mlp-relu-1000", 784, 10, compute); // 795,010 parameters
        RunMemory.Require("n", network, batch: 10, vectors: 2, available: 1_000_000_000);
        Assert.StartsWith("network 'n' with 795,010 parameters needs 0.8 GB of memory or more in this run; expected at most 0.5 GB",
            Assert.Throws<ArgumentException>(() => RunMemory.Require("n", network, 10, vectors: 250, available: 500_000_000)).Message,
            StringComparison.Ordinal);
        Assert.Contains("a smaller batch or network",
            Assert.Throws<ArgumentException>(() => RunMemory.Require("n", network, 3_000_000, 2)).Message, StringComparison.Ordinal);
        Assert.Equal(2, RunMemory.StatesOf(() => OptimizerText.Parse<float>("adam@0.01")));
        Assert.Equal(0, RunMemory.StatesOf(() => OptimizerText.Parse<float>("sgd@0.01")));
        PhiFile phi = PhiSource.Load("pretrained/sigmoid");
        // hidden and cell states of two layers of 20
        Assert.Equal(80, RunMemory.StatesOf(() => phi.Settings.Bind<float>(phi.Phi, compute)));
    }
}
