using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class LayerGradientTests
{
    private const double Bound = 1e-9; // about a hundred times the rounding of the differences, see GradientCheck

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 7, 3)]
    [InlineData(4, 33, 19)]
    public void Affine_matches_finite_differences(int count, int inputSize, int outputSize)
    {
        using var compute = new Compute(1);
        Assert.InRange(GradientCheck.RelativeError(new Affine<double>("a", inputSize, outputSize, compute),
            count, isTraining: true, seed: 1), 0, Bound);
    }

    [Theory]
    [InlineData(ActivationKind.Sigmoid)]
    [InlineData(ActivationKind.Tanh)]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.LeakyRelu)]
    [InlineData(ActivationKind.Softplus)]
    [InlineData(ActivationKind.Gelu)]
    [InlineData(ActivationKind.Silu)]
    public void Activations_match_finite_differences(ActivationKind kind)
    {
        using var compute = new Compute(1);
        Assert.InRange(GradientCheck.RelativeError(new Activation<double>(kind, 11, compute), 6, isTraining: true, seed: 2), 0, Bound);
    }

    [Theory]
    [InlineData(BatchNormStatistics.Tracked, true)]
    [InlineData(BatchNormStatistics.Tracked, false)]
    [InlineData(BatchNormStatistics.Batch, true)]
    [InlineData(BatchNormStatistics.Batch, false)]
    public void Batch_norm_matches_finite_differences_in_both_modes(BatchNormStatistics statistics, bool isTraining) =>
        Assert.InRange(GradientCheck.RelativeError(new BatchNorm<double>("b", 5, statistics), 7, isTraining, seed: 3), 0, Bound);

    [Fact]
    public void Activations_have_their_textbook_values()
    {
        Assert.Equal([0.5, 1 / (1 + Math.Exp(-1.5))], Apply(ActivationKind.Sigmoid, 0, 1.5), Close);
        Assert.Equal([0, Math.Tanh(-1.5)], Apply(ActivationKind.Tanh, 0, -1.5), Close);
        Assert.Equal([0, 1.5], Apply(ActivationKind.Relu, -2, 1.5), Close);
        Assert.Equal([-0.02, 1.5], Apply(ActivationKind.LeakyRelu, -2, 1.5), Close);
        Assert.Equal([Math.Log(2), Math.Log(1 + Math.Exp(1.5))], Apply(ActivationKind.Softplus, 0, 1.5), Close);
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-15;

    private static double[] Apply(ActivationKind kind, params double[] input)
    {
        using var compute = new Compute(1);
        double[] output = new double[input.Length];
        new Activation<double>(kind, input.Length, compute).Forward(new LayerPass<double> { Input = input, Count = 1 }, output);
        return output;
    }
}
