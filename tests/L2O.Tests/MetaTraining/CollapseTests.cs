using L2O.MetaTraining;
using L2O.Pretrained;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>
/// A meta-training that sinks to the loss of guessing: noticed, warned about, shown in lists, and said when its phi is used.
/// </summary>
public sealed class CollapseTests : IDisposable
{
    private const double Chance = 230;

    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData(new[] { 231.0, 100, 50 }, null)] // the first epoch has not learned yet
    [InlineData(new[] { 120.0, 229, 231 }, 2)]
    [InlineData(new[] { 231.0 }, 1)]
    [InlineData(new[] { 120.0, 229, 100 }, null)] // it came back
    [InlineData(new[] { 120.0, double.PositiveInfinity }, 2)]
    [InlineData(new[] { double.NaN }, null)] // nothing was tested
    public void A_training_collapsed_where_it_ends_at_the_loss_of_guessing(double[] losses, int? epoch) =>
        Assert.Equal(epoch, ChanceLevel.CollapsedAt(
            [.. losses.Select(static (loss, i) => new EpochMetrics(i + 1, 3, loss, i == 0))], Chance));

    [Fact]
    public void It_is_said_while_it_trains_in_the_list_of_runs_and_when_its_phi_is_used()
    {
        // A learning rate of 1e-9 leaves phi as it was drawn: it trains nothing, and that does not change.
        CliHarness.CliOutcome trained = TinyCommands.Run($"{TinyCommands.MetaTrain(_data)} --set metaTraining.epochs=2 "
            + $"--set learnedOptimizer.updateScale=1e-9 --out {_folder["run"]}");

        Assert.Contains("warning: epoch 2: the meta-training is at chance level (summed test loss ", trained.Error,
            StringComparison.Ordinal);
        Assert.Contains("a smaller metaTraining.metaLearningRate", trained.Error, StringComparison.Ordinal);
        Assert.Single(trained.Error.Split('\n'), static line => line.Contains("at chance level", StringComparison.Ordinal));
        Assert.True(PhiFile.Load(_folder["run/phi.safetensors"]).Origin.ContainsKey(PhiFile.ChanceKey));

        string list = TinyCommands.Run($"runs list {_folder.Root}").Output;
        Assert.Contains("2/2 epochs", list, StringComparison.Ordinal);
        Assert.Contains("(chance)", list, StringComparison.Ordinal);

        Assert.Contains("is at chance level: in its meta-training the summed test loss ", TinyCommands.Run(
            $"meta-test {_folder["run"]} --data-dir {_data.Root} --baselines sgd@0.1 --iterations 3 --runs 1 --out {_folder["t"]}").Error,
            StringComparison.Ordinal);
        string train = $"train mlp-relu-3 {TinyCommands.On(_data)} --optimizer {_folder["run"]} --iterations 20 --validate-every 10 --out "
            + _folder["net"];
        Assert.Contains("is at chance level", CliHarness.Run(train.Split(' ')).Error, StringComparison.Ordinal); // and learns nothing
    }

    [Fact]
    public void The_library_says_it_while_it_trains_and_ever_after()
    {
        var warnings = new List<string>();
        LearnedOptimizer learned = LearnedOptimizer.MetaTrain(_folder["run"], "quick",
            ["metaTraining.epochs=2", "metaTraining.runsPerEpoch=1", "metaTraining.testRuns=1", "metaTraining.iterations=10",
                "metaTraining.unroll=10", "learnedOptimizer.hiddenSize=4", "learnedOptimizer.updateScale=1e-9"],
            warned: warnings.Add, threads: 1, cancellation: TestContext.Current.CancellationToken);

        Assert.StartsWith("epoch 2: the meta-training is at chance level", Assert.Single(warnings), StringComparison.Ordinal);
        Assert.Contains("is at chance level: in its meta-training the summed test loss ", learned.Warning, StringComparison.Ordinal);
        Assert.Equal(learned.Warning, LearnedOptimizer.Load(_folder["run"]).Warning);
        Assert.Null(LearnedOptimizer.Load("pretrained/sigmoid").Warning);
    }

    [Fact]
    public void An_optimizer_that_works_is_not_said_to_be_at_chance()
    {
        Assert.All(PhiSource.Pretrained, static name => Assert.Null(PhiSource.Load(name).ChanceWarning(name)), throwIfEmpty: true);
    }
}
