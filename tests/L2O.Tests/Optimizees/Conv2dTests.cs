using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class Conv2dTests
{
    [Theory]
    [InlineData(1, 1, 3, 3, 1, 1, 0)]
    [InlineData(3, 1, 7, 5, 2, 3, 0)]
    [InlineData(2, 3, 6, 9, 4, 2, 1)]
    [InlineData(9, 2, 5, 4, 3, 4, 2)]
    [InlineData(2, 1, 1, 1, 2, 3, 2)]
    [InlineData(1, 1, 24, 37, 2, 3, 1)]
    [InlineData(3, 2, 7, 9, 2, 3, 1, 2)]
    [InlineData(2, 1, 8, 5, 3, 2, 0, 3)]
    [InlineData(2, 2, 5, 6, 1, 1, 2, 4)]
    public void Convolutions_match_finite_differences(int count, int channels, int height, int width,
        int outputChannels, int kernelSize, int padding, int stride = 1)
    {
        using var compute = new Compute(2);
        var layer = new Conv2d<double>("c", new ImageShape(channels, height, width), outputChannels,
            kernelSize, compute, padding, stride: stride);
        Assert.InRange(GradientCheck.RelativeError(layer, count, isTraining: true, seed: 1), 0, 1e-9); // see LayerGradientTests
    }

    [Theory]
    [InlineData(1, 7, 5, 2, 3, 0)]
    [InlineData(3, 6, 9, 4, 2, 1)]
    [InlineData(2, 20, 40, 5, 5, 2)]
    [InlineData(2, 20, 41, 5, 5, 2, 2)]
    [InlineData(3, 7, 8, 2, 3, 1, 2)]
    [InlineData(1, 9, 7, 2, 2, 0, 5)]
    [InlineData(1, 2, 3, 2, 5, 4, 3)]
    public void A_convolution_is_the_sum_over_the_window_of_every_channel(int channels, int height,
        int width, int outputChannels, int kernelSize, int padding, int stride = 1)
    {
        const int count = 3;
        using var compute = new Compute(1);
        var layer = new Conv2d<double>("c", new ImageShape(channels, height, width), outputChannels,
            kernelSize, compute, padding, stride: stride);
        var rng = new Rng(2);
        double[] input = new double[count * layer.Signature.InputSize], output = new double[count * layer.Signature.OutputSize];
        double[] parameters = new double[outputChannels * (channels * kernelSize * kernelSize + 1)];
        rng.FillUniform(input.AsSpan(), 1);
        rng.FillUniform(parameters.AsSpan(), 1);
        layer.Forward(new LayerPass<double> { Parameters = parameters, Input = input, Count = count }, output);

        int index = 0, weights = channels * kernelSize * kernelSize;
        for (int sample = 0; sample < count; sample++)
            for (int channel = 0; channel < outputChannels; channel++)
                for (int y = -padding; y <= height + padding - kernelSize; y += stride)
                    for (int x = -padding; x <= width + padding - kernelSize; x += stride)
                    {
                        double sum = parameters[outputChannels * weights + channel];
                        for (int tap = 0; tap < weights; tap++)
                        {
                            (int c, int row, int column) = (tap / (kernelSize * kernelSize),
                                y + tap / kernelSize % kernelSize, x + tap % kernelSize);
                            if (row >= 0 && row < height && column >= 0 && column < width)
                                sum += parameters[channel * weights + tap]
                                    * input[((sample * channels + c) * height + row) * width + column];
                        }
                        Assert.Equal(sum, output[index++], 1e-12); // up to 50 terms of size 1
                    }
        Assert.Equal(output.Length, index);
    }

    [Fact]
    public void Gradients_of_more_than_64_blocks_of_samples_equal_the_sum_over_samples()
    {
        const int count = 64 * 8 + 3;
        using var compute = new Compute(2);
        var layer = new Conv2d<double>("c", new ImageShape(1, 3, 3), 2, 2, compute);
        var rng = new Rng(3);
        double[] parameters = new double[10], input = new double[count * 9], dOutput = new double[count * 8];
        double[] gradient = new double[10], single = new double[10], sum = new double[10];
        rng.FillUniform(parameters.AsSpan(), 1);
        rng.FillUniform(input.AsSpan(), 1);
        rng.FillUniform(dOutput.AsSpan(), 1);
        layer.Backward(new LayerPass<double> { Parameters = parameters, Input = input, Count = count }, [], dOutput, gradient, []);
        for (int sample = 0; sample < count; sample++)
        {
            var pass = new LayerPass<double> { Parameters = parameters, Input = input.AsSpan(sample * 9, 9), Count = 1 };
            layer.Backward(pass, [], dOutput.AsSpan(sample * 8, 8), single, []);
            for (int i = 0; i < sum.Length; i++)
                sum[i] += single[i];
        }
        Assert.Equal(sum, gradient, (a, b) => Math.Abs(a - b) <= 1e-11); // 2060 terms of size 1
    }

    [Fact]
    public void Convolution_pooling_and_affine_layers_compose()
    {
        using var compute = new Compute(2);
        var first = new Conv2d<double>("a", new ImageShape(1, 10, 11), 3, 3, compute);
        var pool = new MaxPool2d<double>(first.Output, compute);
        var second = new Conv2d<double>("b", pool.Output, 4, 3, compute, padding: 1);
        var network = new Network<double>(
            [first, new Activation<double>(ActivationKind.Tanh, first.Output.Size, compute), pool,
                second, new Affine<double>("c", second.Output.Size, 5, compute)], compute);
        var rng = new Rng(4);
        double[] theta = new double[network.Layout.Count], inputs = new double[4 * network.InputSize];
        network.Initialize(theta, rng);
        rng.FillUniform(inputs.AsSpan(), 1);
        Assert.InRange(GradientCheck.RelativeError(network, theta, new Batch<double>(inputs, [0, 4, 2, 1])), 0, 1e-9);
    }

    [Fact]
    public void Initial_weights_and_biases_fill_the_range_of_one_over_the_root_of_the_taps()
    {
        using var compute = new Compute(1);
        var layer = new Conv2d<float>("c", new ImageShape(16, 13, 13), 32, 5, compute);
        float[] parameters = new float[32 * 401];
        layer.Initialize(parameters, [], new Rng(1));
        Assert.InRange(parameters.Max(), 0.999f / 20, 1f / 20);
        Assert.InRange(parameters.Min(), -1f / 20, -0.999f / 20);
    }

    [Theory]
    [InlineData(1, 28, 3, 1, 2, 14)]
    [InlineData(3, 32, 5, 0, 3, 10)]
    [InlineData(1, 7, 7, 3, 7, 1)]
    public void A_stride_of_s_leaves_one_place_in_s(int channels, int side, int kernelSize, int padding, int stride, int expected)
    {
        using var compute = new Compute(1);
        Network<float> network =
            OptimizeeCatalog.Create<float>($"conv-4-{kernelSize}x{kernelSize}-s{stride}{(padding > 0 ? $"-p{padding}" : "")}+affine-10",
            channels * side * side, 10, compute);
        Assert.Equal(new ImageShape(4, expected, expected), network.Layers[0].OutputImage); // ⌊(side + 2·padding - kernel)/stride⌋ + 1
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Conv2d<float>("c", new ImageShape(channels, side, side), 1, kernelSize, compute, padding, stride: 0));
    }

    [Fact]
    public void Kernels_larger_than_the_padded_image_are_refused()
    {
        using var compute = new Compute(1);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() =>
            new Conv2d<float>("c", new ImageShape(1, 4, 9), 1, 7, compute, padding: 1));
        Assert.Contains("expected 1 to 6, the padded input's smaller side", error.Message, StringComparison.Ordinal);
    }
}
