using L2O.Dynamics.Symmetry;
using L2O.Optimizees;
using L2O.Optimizees.Symmetry;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class SymmetryTransformationTests
{
    public static TheoryData<string> Catalog => [.. OptimizeeCatalog.WellKnownNames];

    [Theory]
    [MemberData(nameof(Catalog))]
    public void Every_symmetry_of_every_cataloged_network_keeps_the_loss_and_its_exact_gradient_does_not_deviate(string name)
    {
        using var compute = new Compute(threads: 1);
        Network<double> network = OptimizeeCatalog.Create<double>(name,
            name.Contains("cifar", StringComparison.Ordinal) ? 3072 : 784, 10, compute);
        Assert.NotEmpty(network.Symmetries.All);
        Assert.All(SymmetryCheck.Run(network, network.Symmetries.All, seed: 7, batchSize: 6), static check =>
        {
            Assert.True(check.LossChange < 1e-12, $"{check}");
            Assert.True(check.NormalizedDeviation < 1e-12, $"{check}");
        });
    }

    [Theory]
    [InlineData("mlp-sigmoid-20-20")]
    [InlineData("mlp-softplus-20")]
    [InlineData("mlp-mixed-batch-20")]
    [InlineData("mlp-relu-20-batchnorm")] // the layer in front of the norm has no rescale symmetry, and the one behind stands alone
    [InlineData("mlp-relu-20-layernorm-fade-100")]
    public void What_is_no_symmetry_changes_the_loss_and_shows_in_the_gradient(string name)
    {
        using var compute = new Compute(threads: 1);
        Network<double> network = OptimizeeCatalog.Create<double>(name, 784, 10, compute);
        Assert.All(SymmetryCheck.Run(network, network.Symmetries.Stages, seed: 7), static check =>
        {
            Assert.True(check.LossChange > 1e-4, $"{check}");
            Assert.True(check.Deviation > 1e-4, $"{check}");
        }, throwIfEmpty: true);
    }

    [Fact]
    public void One_unit_moves_and_the_others_stay()
    {
        using var compute = new Compute(threads: 1);
        Network<float> network = new NetworkTask<float>("mlp-relu-2", 1, compute).Network; // 2x6, 2, 3x2, 3
        float[] theta = [.. Enumerable.Repeat(1f, network.Layout.Count)];
        SymmetryTransformation.OfUnit(network.Symmetries.All[0], 1, 4).Apply(theta.AsSpan());
        Assert.Equal([1, 1, 1, 1, 1, 1, 4, 4, 4, 4, 4, 4, 1, 4, 1, 0.25f, 1, 0.25f, 1, 0.25f, 1, 1, 1], theta);
        SymmetryTransformation.OfUnit(network.Symmetries.All[1], 0, 0.5).Apply(theta.AsSpan());
        SymmetryTransformation.OfUnit(network.Symmetries.All[1], 2, -1).Apply(theta.AsSpan());
        Assert.Equal([1.5f, 0.25f, 1.5f, 0.25f, 1.5f, 0.25f, 0, 0, 0], theta[14..]);
    }

    [Fact]
    public void Amounts_and_units_that_do_not_fit_are_refused()
    {
        using var compute = new Compute(threads: 1);
        NetworkSymmetries symmetries = OptimizeeCatalog.Create<float>("mlp-mixed-feature-3", 6, 3, compute).Symmetries;
        NetworkSymmetry rescale = symmetries.All[0], translation = symmetries.All[1];
        Assert.StartsWith("amount is -1; expected a finite number above 0",
            Assert.Throws<ArgumentOutOfRangeException>(() => SymmetryTransformation.OfAll(rescale, -1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("amount is NaN; expected a finite number",
            Assert.Throws<ArgumentOutOfRangeException>(() => SymmetryTransformation.OfAll(translation, double.NaN)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("unit 1 does not have the symmetry 'rescale layers.mat_0'",
            Assert.Throws<ArgumentException>(() => SymmetryTransformation.OfUnit(rescale, 1, 2)).Message, StringComparison.Ordinal);
        Assert.StartsWith("2 amounts; expected 4, one for each unit of 'translation layers.final_mat'",
            Assert.Throws<ArgumentException>(() => new SymmetryTransformation(translation, [1, 2])).Message, StringComparison.Ordinal);
    }
}
