using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class MaxPool2dTests
{
    // One channel of 3x5: the last row and the last column belong to no window.
    private static readonly double[] s_input =
    [
        1, 5, -1, -2, 9,
        2, 3, -4, -3, 9,
        8, 8, 8, 8, 8,
    ];

    [Fact]
    public void Windows_give_their_largest_value_and_an_odd_rest_is_left_out()
    {
        using var compute = new Compute(1);
        double[] output = new double[2];
        new MaxPool2d<double>(new ImageShape(1, 3, 5), compute).Forward(new LayerPass<double> { Input = s_input, Count = 1 }, output);
        Assert.Equal([5, -1], output);
    }

    [Fact]
    public void The_derivative_goes_to_the_largest_value_alone()
    {
        using var compute = new Compute(1);
        double[] dInput = new double[15];
        Array.Fill(dInput, 7);
        new MaxPool2d<double>(new ImageShape(1, 3, 5), compute)
            .Backward(new LayerPass<double> { Input = s_input, Count = 1 }, [5, -1], [10, 20], [], dInput);
        Assert.Equal([0, 10, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], dInput);
    }

    [Fact]
    public void Of_equal_values_the_first_in_reading_order_gets_the_derivative()
    {
        using var compute = new Compute(1);
        double[] dInput = new double[8];
        new MaxPool2d<double>(new ImageShape(2, 2, 2), compute).Backward(
            new LayerPass<double> { Input = (double[])[0, 0, 0, 0, 1, 3, 3, 2], Count = 1 }, [0, 3], [10, 20], [], dInput);
        Assert.Equal([10, 0, 0, 0, 0, 20, 0, 0], dInput);
    }

    [Fact]
    public void A_diverged_value_is_not_hidden()
    {
        using var compute = new Compute(1);
        double[] output = new double[1];
        new MaxPool2d<double>(new ImageShape(1, 2, 2), compute)
            .Forward(new LayerPass<double> { Input = (double[])[1, double.NaN, 2, 3], Count = 1 }, output);
        Assert.True(double.IsNaN(output[0]));
    }

    [Theory]
    [InlineData(1, 2, 2, 1)]
    [InlineData(3, 7, 5, 4)]
    [InlineData(50, 4, 6, 7)]
    public void Pooling_matches_finite_differences(int channels, int height, int width, int count)
    {
        using var compute = new Compute(2);
        Assert.InRange(GradientCheck.RelativeError(new MaxPool2d<double>(new ImageShape(channels, height, width), compute),
            count, isTraining: true, seed: 5), 0, 1e-9);
    }

    [Fact]
    public void Images_smaller_than_a_window_are_refused()
    {
        using var compute = new Compute(1);
        Assert.Contains("1x8; expected at least 2x2",
            Assert.Throws<ArgumentException>(() => new MaxPool2d<float>(new ImageShape(3, 1, 8), compute)).Message,
            StringComparison.Ordinal);
    }
}
