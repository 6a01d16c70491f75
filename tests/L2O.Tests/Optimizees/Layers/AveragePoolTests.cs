using L2O.Dynamics.Symmetry;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees.Layers;

public sealed class AveragePoolTests
{
    // One channel of 3x5: the last row and the last column belong to no window.
    private static readonly double[] s_input =
    [
        1, 5, -1, -2, 9,
        2, 3, -4, -3, 9,
        8, 8, 8, 8, 8,
    ];

    [Fact]
    public void Windows_give_their_mean_and_an_odd_rest_is_left_out()
    {
        using var compute = new Compute(1);
        double[] output = new double[2];
        new AveragePool2d<double>(new ImageShape(1, 3, 5), compute).Forward(new LayerPass<double> { Input = s_input, Count = 1 }, output);
        Assert.Equal([2.75, -2.5], output);
    }

    [Fact]
    public void The_derivative_goes_to_a_windows_values_in_equal_parts()
    {
        using var compute = new Compute(1);
        double[] dInput = new double[15];
        Array.Fill(dInput, 7);
        var layer = new AveragePool2d<double>(new ImageShape(1, 3, 5), compute);
        layer.Backward(new LayerPass<double> { Input = s_input, Count = 1 }, [2.75, -2.5], [4, 8], [], dInput);
        Assert.Equal([1, 1, 2, 2, 0, 1, 1, 2, 2, 0, 0, 0, 0, 0, 0], dInput);
    }

    [Fact]
    public void Global_pooling_gives_each_channels_mean()
    {
        using var compute = new Compute(1);
        var layer = new GlobalAveragePool2d<double>(new ImageShape(2, 1, 7), compute);
        double[] output = new double[2], dInput = new double[14];
        var pass = new LayerPass<double> { Input = (double[])[1, 2, 3, 4, 5, 6, 14, -7, 0, 0, 0, 0, 0, 0], Count = 1 };
        layer.Forward(pass, output);
        Assert.Equal([5, -1], output);
        layer.Backward(pass, output, [7, 14], [], dInput);
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2], dInput);
        Assert.Equal(new ImageShape(2, 1, 1), layer.Signature.OutputImage);
    }

    [Theory]
    [InlineData(1, 2, 2, 1)]
    [InlineData(3, 7, 5, 4)]
    [InlineData(50, 4, 6, 7)]
    public void Both_match_finite_differences(int channels, int height, int width, int count)
    {
        using var compute = new Compute(2);
        var image = new ImageShape(channels, height, width);
        foreach (ILayer<double> layer in new ILayer<double>[] { new AveragePool2d<double>(image, compute),
            new GlobalAveragePool2d<double>(image, compute) })
            Assert.InRange(GradientCheck.RelativeError(layer, count, isTraining: true, seed: 5), 0, 1e-9); // see LayerGradientTests
    }

    [Theory]
    [InlineData("conv-5-3x3+relu+avgpool+affine-10", "rescale layers.0: 5 of 5", "translation layers.3: 46 of 46")]
    [InlineData("conv-5-3x3+relu+avgpool-global+affine-10", "rescale layers.0: 5 of 5", "translation layers.3: 6 of 6")]
    // a row of nine pixels
    [InlineData("affine-9+relu+avgpool-global+affine-10", "rescale layers.0: 1 of 1", "translation layers.3: 2 of 2")]
    [InlineData("conv-5-3x3+avgpool+batchnorm+tanh+affine-10", "scale layers.0: 5 of 5", "translation layers.4: 46 of 46")]
    public void Factors_go_through_them_channel_by_channel(string name, params string[] expected)
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>(name, 64, 10, compute);
        Assert.Equal(expected, network.Symmetries.All.Select(static s => $"{s.Name}: {s.Units.Length} of {s.BlockCount}"));
        Assert.All(SymmetryCheck.Run(network, network.Symmetries.All, seed: 4), static check =>
        {
            Assert.True(check.LossChange < 1e-9, $"{check}");
            Assert.True(check.NormalizedDeviation < 1e-9, $"{check}");
        });
    }

    [Fact]
    public void A_diverged_value_is_not_hidden()
    {
        using var compute = new Compute(1);
        double[] output = new double[1];
        var pass = new LayerPass<double> { Input = (double[])[1, double.NaN, 2, 3], Count = 1 };
        new AveragePool2d<double>(new ImageShape(1, 2, 2), compute).Forward(pass, output);
        Assert.True(double.IsNaN(output[0]));
        new GlobalAveragePool2d<double>(new ImageShape(1, 2, 2), compute).Forward(pass, output);
        Assert.True(double.IsNaN(output[0]));
    }

    [Fact]
    public void Images_smaller_than_a_window_are_refused()
    {
        using var compute = new Compute(1);
        var error = Assert.Throws<ArgumentException>(() => new AveragePool2d<float>(new ImageShape(3, 1, 8), compute));
        Assert.StartsWith("images of 1x8; expected at least 2x2, the size of a window", error.Message, StringComparison.Ordinal);
    }
}
