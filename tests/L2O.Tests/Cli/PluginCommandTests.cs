using L2O.Pretrained;
using L2O.Tests.Optimizers.Learned.Rules;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class PluginCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Fact]
    public void A_plugins_learned_optimizer_is_trained_and_tested_by_name()
    {
        string plugin = $"--plugin {typeof(PluginCommandTests).Assembly.Location}", line = $"meta-train {plugin} "
            + "--set metaTraining.runsPerEpoch=1 --set metaTraining.testRuns=1 --set metaTraining.iterations=20 "
            + $"--set metaTraining.unroll=10 --set metaTraining.batchSize=32 --set metaTraining.epochs=1 {TinyCommands.On(_data)}";
        TinyCommands.Run($"{line} --set learnedOptimizer.kind=testDecayRule --set learnedOptimizer.scale=0.001 --out {_folder["own"]}");
        Assert.Equal(new DecayRule(0.001), PhiFile.Load(_folder["own/phi.safetensors"]).Settings);
        TinyCommands.Run($"meta-test {plugin} {_folder["own"]} {TinyCommands.On(_data)} --iterations 10 --runs 1 --baselines sgd@0.1 " +
            $"--out {_folder["tested"]}");

        CliHarness.CliOutcome refused = CliHarness.Run($"{line} --set learnedOptimizer.kind=testNeedyRule --out {_folder["x"]}".Split(' '));
        Assert.Equal("error: learned optimizer 'needy-rule' has no backward pass; expected one that has, because phi is trained by " +
            "back-propagation\n", refused.Error.ReplaceLineEndings("\n"));
        Assert.Equal(2, refused.Code);
        Assert.False(Directory.Exists(_folder["x"]));
    }
}
