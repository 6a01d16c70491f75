using L2O.Experiments;
using L2O.Pretrained;
using L2O.Reporting.Styles;
using L2O.Runs;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Cli;

/// <summary>A learned optimizer can't be taken for a hand-designed one: in names, labels and colors.</summary>
public sealed class LearnedNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TinyMnist _data = new();

    public void Dispose()
    {
        _folder.Dispose();
        _data.Dispose();
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("Adam")]
    [InlineData("SGD")]
    [InlineData("momentum")]
    [InlineData("lion-sgd-0.25")]
    [InlineData("adam@0.01")]
    public void A_name_of_a_hand_designed_optimizer_gets_a_word_in_front(string name)
    {
        Assert.Equal($"learned-{name}", LearnedName.Of(name));
        Assert.False(LearnedName.IsHandDesigned(LearnedName.Of(name)));
    }

    [Theory]
    [InlineData("l2o")]
    [InlineData("rescale-0.1")]
    [InlineData("adam-like")]
    public void Other_names_stay(string name) => Assert.Equal(name, LearnedName.Of(name));

    [Fact]
    public void Files_called_like_baselines_and_those_of_the_library_have_telling_names_in_every_table()
    {
        foreach (string name in new[] { "adam", "SGD" })
            PhiSource.Load("pretrained/sigmoid").Save(_folder[$"{name}.safetensors"]);
        TinyCommands.Run($"meta-test {_folder["adam.safetensors"]} {_folder["SGD.safetensors"]} pretrained/sigmoid pretrained/batchnorm "
            + $"--optimizees mlp-relu-3 --baselines sgd@0.1 --iterations 3 --runs 1 {TinyCommands.On(_data)} --out {_folder["out"]}");

        string[] names = [.. MetricsCsv.Read(_folder["out"]).Curves.Select(static curve => curve.Optimizer)];
        Assert.Equal(["learned-adam", "learned-SGD", "l2o-sigmoid", "l2o-batchnorm", "sgd@0.1"], names);
        string[] handDesigned = ["adam", "sgd", "lion", "momentum", "nesterov", "adamw", "rmsprop"];
        Assert.Empty(names[..4].Select(OptimizerPalette.Label).Intersect(handDesigned.Select(OptimizerPalette.Label),
            StringComparer.OrdinalIgnoreCase));
        Assert.Empty(OptimizerPalette.Colors(names[..4]).Values
            .Intersect(OptimizerPalette.Colors(["adam", "sgd", "lion"]).Values));
        Assert.Equal("L2O sigmoid (learned)", OptimizerPalette.Label("l2o-sigmoid"));
        Assert.Equal(OptimizerPalette.Styles(["l2o"])["l2o"], OptimizerPalette.Styles(["l2o-sigmoid", "adam"])["l2o-sigmoid"]);
    }

    [Fact]
    public void The_library_names_its_own_and_a_folder_refuses_names_of_hand_designed_ones()
    {
        Assert.Equal("l2o-leaky-relu", LearnedOptimizer.Load("pretrained/leaky-relu").Name);
        var test = new MetaTestExperiment([new TestedPhi("adam", "x")], new DataSettings(), 1,
            new MetaTestPlan(["mlp-relu-3"], ["sgd@0.1"]));
        Assert.Equal("phi name 'adam' is a hand-designed optimizer's; expected another one, e.g. learned-adam",
            Assert.Throws<ArgumentException>(() =>
                MetaTestFolder.Create(_folder["x"], test, [PhiSource.Load("pretrained/sigmoid")])).Message);
    }
}
