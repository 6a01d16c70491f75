using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Symmetry;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees.Layers;

public sealed class LayerNormTests
{
    // Two samples: mean 3 and biased variance 14/3; mean 0 and variance 0.
    private static readonly double[] s_input = [1, 2, 6, 5, 5, 5];
    private static readonly double[] s_parameters = [2, 3, -1, 10, 20, 30];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_sample_is_normalized_over_its_features_in_both_modes(bool isTraining)
    {
        double[] output = new double[6];
        var pass = new LayerPass<double> { Parameters = s_parameters, Input = s_input, Count = 2, IsTraining = isTraining };
        new LayerNorm<double>("norm", 3).Forward(pass, output);
        double deviation = Math.Sqrt(14.0 / 3 + 1e-5);
        double[] expected = [10 + 2 * -2 / deviation, 20 + 3 * -1 / deviation, 30 - 3 / deviation, 10, 20, 30];
        Assert.Equal(expected, output, static (a, b) => Math.Abs(a - b) <= 1e-13);
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(7, 3)] // two features become 1 and -1, and hardly any derivative is left
    [InlineData(4, 33)]
    public void Backward_matches_finite_differences(int count, int size) =>
        Assert.InRange(GradientCheck.RelativeError(new LayerNorm<double>("norm", size), count, isTraining: true, seed: 6), 0, 1e-9);

    [Fact]
    public void Single_precision_agrees_with_double_precision()
    {
        const int size = 1000, count = 3;
        var rng = new Rng(8);
        double[] input = new double[count * size], parameters = new double[2 * size], dOutput = new double[count * size];
        foreach (double[] values in new[] { input, parameters, dOutput })
            rng.FillUniform(values.AsSpan(), 1);
        for (int i = 0; i < input.Length; i++)
            input[i] += 100; // mean and variance must not cancel
        float[] narrow = [.. input.Select(static v => (float)v)];
        double[] wide = [.. narrow.Select(static v => (double)v)], expected = Run(parameters, wide, dOutput);
        float[] found = Run([.. parameters.Select(static v => (float)v)], narrow, [.. dOutput.Select(static v => (float)v)]);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], found[i], 2e-5); // the mean of 100 is known to 4e-6, in deviations of 0.58
    }

    [Fact]
    public void It_starts_as_the_identity_on_standardized_features()
    {
        double[] parameters = new double[6];
        new LayerNorm<double>("norm", 3).Initialize(parameters, [], new Rng(1));
        Assert.Equal([1, 1, 1, 0, 0, 0], parameters);
    }

    [Fact]
    public void Its_tensors_are_named_as_in_the_list_and_come_last()
    {
        using var compute = new Compute(1);
        Network<float> network = OptimizeeCatalog.Create<float>("affine-7+layernorm+relu+affine-10", 5, 10, compute);
        Assert.Equal(
            ["layers.0.weight", "layers.0.bias", "layers.3.weight", "layers.3.bias", "layers.1.weight", "layers.1.bias"],
            network.Layout.Slots.Select(static slot => slot.Name));
    }

    [Theory]
    [InlineData("affine-9+layernorm+tanh+affine-10", "scale layers.0: 1 of 1", "translation layers.3: 10 of 10")]
    [InlineData("affine-9+layernorm+relu+affine-10", "scale layers.0: 1 of 1", "rescale layers.1: 9 of 9",
        "translation layers.3: 10 of 10")]
    [InlineData("affine-9+leaky-relu+layernorm+affine-10", "scale layers.0: 1 of 1", "rescale layers.2: 9 of 9",
        "translation layers.3: 10 of 10")]
    [InlineData("conv-3-3x3+layernorm+relu+maxpool+conv-2-2x2+tanh+affine-10", "scale layers.0: 1 of 1",
        "rescale layers.1: 3 of 3", "translation layers.6: 19 of 19")]
    // no factor for all features
    [InlineData("affine-9+mixed-feature+layernorm+affine-10", "rescale layers.2: 9 of 9", "translation layers.3: 10 of 10")]
    [InlineData("affine-9+gelu+layernorm+affine-10", "rescale layers.2: 9 of 9", "translation layers.3: 10 of 10")]
    public void Layers_in_front_have_the_scale_symmetry_with_all_features_together(string name, params string[] expected)
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>(name, 100, 10, compute);
        Assert.Equal(expected, network.Symmetries.All.Select(static s => $"{s.Name}: {s.Units.Length} of {s.BlockCount}"));
        Assert.All(SymmetryCheck.Run(network, network.Symmetries.All, seed: 4), static check =>
        {
            Assert.True(check.LossChange < 1e-10, $"{check}");
            Assert.True(check.NormalizedDeviation < 1e-10, $"{check}");
        });
    }

    [Fact]
    public void One_feature_alone_does_not_have_it()
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>("affine-9+layernorm+tanh+affine-10", 12, 10, compute);
        var single = new NetworkSymmetry(SymmetryKind.Scale, network.Symmetries.All[0].Front, null, 9, [4]);
        Assert.True(SymmetryCheck.Run(network, [single], seed: 4)[0].LossChange > 1e-4);
    }

    [Fact]
    public void A_size_that_is_not_positive_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm<float>("norm", 0));

    /// <summary>Output, then the derivatives by the parameters and by the input.</summary>
    private static T[] Run<T>(T[] parameters, T[] input, T[] dOutput) where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        int size = parameters.Length / 2;
        var layer = new LayerNorm<T>("norm", size);
        T[] output = new T[input.Length], dParameters = new T[parameters.Length], dInput = new T[input.Length];
        var pass = new LayerPass<T> { Parameters = parameters, Input = input, Count = input.Length / size, IsTraining = true };
        layer.Forward(pass, output);
        layer.Backward(pass, output, dOutput, dParameters, dInput);
        return [.. output, .. dParameters, .. dInput];
    }
}
