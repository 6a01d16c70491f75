using L2O.Optimizees;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class OptimizeeCatalogTests
{
    [Fact]
    public void Every_well_known_name_builds_a_network()
    {
        using var compute = new Compute(1);
        foreach (string name in OptimizeeCatalog.WellKnownNames)
        {
            int features = name.Contains("cifar", StringComparison.Ordinal) ? 3072 : 784;
            Network<float> network = OptimizeeCatalog.Create<float>(name, features, 10, compute);
            Assert.Equal((features, 10), (network.InputSize, network.ClassCount));
        }
    }

    [Theory]
    [InlineData("mlp-sigmoid-20", 15910)]
    [InlineData("mlp-leaky-relu-20", 15910)]
    [InlineData("mlp-relu-128-128", 118282)]
    [InlineData("mlp-relu-20-batchnorm", 15950)]
    [InlineData("mlp-mixed-batch-20", 15910)]
    [InlineData("conv-mnist", 16 * 9 + 16 + 32 * 16 * 25 + 32 + 10 * 512 + 10)]
    [InlineData("lenet", 6 * 26 + 16 * (6 * 25 + 1) + 120 * 401 + 84 * 121 + 10 * 85)]
    [InlineData("mlp-tanh-7-6-5-4-batchnorm-batchstats",
        784 * 7 + 7 + 7 * 6 + 6 + 6 * 5 + 5 + 5 * 4 + 4 + 4 * 10 + 10 + 2 * (7 + 6 + 5 + 4))]
    public void Networks_have_the_parameters_that_their_name_says(string name, int parameters)
    {
        using var compute = new Compute(1);
        Assert.Equal(parameters, OptimizeeCatalog.Create<float>(name, 784, 10, compute).Layout.Count);
    }

    [Theory]
    [InlineData("mlp-sigmod-20", "'mlp-' is not followed by an activation", "did you mean 'mlp-sigmoid-20'?")]
    [InlineData("mpl-sigmoid-20", "it does not begin with 'mlp-'", "did you mean 'mlp-sigmoid-20'?")]
    [InlineData("mlp-relu", "it has no layer size", "expected [cifar-]mlp-ACTIVATION")]
    [InlineData("mlp-relu-", "'' is neither a layer size", "expected [cifar-]mlp-ACTIVATION")]
    [InlineData("mlp-relu-0", "'0' is neither a layer size from 1 to 1000000", "expected [cifar-]mlp-ACTIVATION")]
    [InlineData("mlp-relu-20-batchnrom", "'batchnrom' is neither a layer size", "did you mean 'mlp-relu-20-batchnorm'?")]
    [InlineData("mlp-relu-batchnorm", "it has no layer size", "expected [cifar-]mlp-ACTIVATION")]
    [InlineData("conv-mnits", "it does not begin with 'mlp-'", "did you mean 'conv-mnist'?")]
    [InlineData("mlp-relux-20", "'mlp-' is not followed by an activation", "did you mean 'mlp-relu-20'?")]
    public void Wrong_names_are_refused_with_the_reason_and_the_nearest_name(string name, string reason, string hint)
    {
        string message = Assert.Throws<ArgumentException>(() => OptimizeeCatalog.Check(name)).Message;
        Assert.StartsWith($"unknown optimizee '{name}': ", message, StringComparison.Ordinal);
        Assert.Contains(reason, message, StringComparison.Ordinal);
        Assert.Contains(hint, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("conv-mnist", 3072, 784)]
    [InlineData("lenet", 3072, 784)]
    [InlineData("conv-cifar", 784, 3072)]
    [InlineData("cifar-mlp-sigmoid-40-40", 784, 3072)]
    public void Networks_for_images_refuse_other_sizes(string name, int given, int expected)
    {
        using var compute = new Compute(1);
        string message = Assert.Throws<ArgumentException>(() => OptimizeeCatalog.Create<float>(name, given, 10, compute)).Message;
        Assert.StartsWith($"optimizee '{name}' got samples of {given} features; expected {expected}", message, StringComparison.Ordinal);
    }
}
