using L2O.Optimizees;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Symmetry;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class NetworkSymmetriesTests
{
    [Theory]
    [InlineData("mlp-relu-20", "Rescale layers.mat_0.weight layers.mat_0.bias | layers.final_mat.weight",
        "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-sigmoid-20", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-leaky-relu-7-6", "Rescale layers.mat_0.weight layers.mat_0.bias | layers.mat_1.weight",
        "Rescale layers.mat_1.weight layers.mat_1.bias | layers.final_mat.weight",
        "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-relu-20-batchnorm", "Scale layers.mat_0.weight layers.mat_0.bias",
        "Rescale batch_norm.weight batch_norm.bias | layers.final_mat.weight", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-mixed-feature-9", "Rescale layers.mat_0.weight layers.mat_0.bias | layers.final_mat.weight",
        "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-relu-5-layernorm-fade-9", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("conv-mnist", "Rescale conv_layers.0.weight conv_layers.0.bias | conv_layers.3.weight",
        "Rescale conv_layers.3.weight conv_layers.3.bias | fc_layer.weight", "Translation fc_layer.weight fc_layer.bias")]
    [InlineData("mlp-mixed-batch-9", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("affine-9+relu+batchnorm+affine-10", "Scale layers.0.weight layers.0.bias",
        "Rescale layers.2.weight layers.2.bias | layers.3.weight", "Translation layers.3.weight layers.3.bias")]
    [InlineData("affine-9+tanh+batchnorm+relu+batchnorm+affine-10", "Scale layers.2.weight layers.2.bias",
        "Rescale layers.4.weight layers.4.bias | layers.5.weight", "Translation layers.5.weight layers.5.bias")]
    [InlineData("affine-9+affine-10", "Rescale layers.0.weight layers.0.bias | layers.1.weight",
        "Translation layers.1.weight layers.1.bias")]
    public void They_are_found_from_the_layers(string name, params string[] expected)
    {
        using var compute = new Compute(1);
        NetworkSymmetries symmetries = OptimizeeCatalog.Create<float>(name, 784, 10, compute).Symmetries;
        Assert.Equal(expected, symmetries.All.Select(static s =>
            $"{s.Kind} {string.Join(' ', s.Front.Select(static slot => slot.Name))}{(s.Behind is null ? "" : $" | {s.Behind.Name}")}"));
    }

    [Theory]
    [InlineData("mlp-relu-20", "rescale layers.mat_0: 20 of 20", "translation layers.final_mat: 21 of 21")]
    [InlineData("lenet", "rescale conv_layers.0: 6 of 6", "rescale conv_layers.3: 16 of 16",
        "rescale fc_layers.0: 120 of 120", "rescale fc_layers.2: 84 of 84", "translation fc_layers.4: 85 of 85")]
    [InlineData("mlp-relu-20-batchnorm", "scale layers.mat_0: 20 of 20", "rescale batch_norm: 20 of 20",
        "translation layers.final_mat: 21 of 21")]
    // sigmoid, tanh, relu in turn: units 2, 5 and 8
    [InlineData("mlp-mixed-feature-10", "rescale layers.mat_0: 3 of 10", "translation layers.final_mat: 11 of 11")]
    [InlineData("affine-9+mixed-feature+batchnorm+affine-10", "scale layers.0: 3 of 9",
        "rescale layers.2: 9 of 9", "translation layers.3: 10 of 10")]
    // each channel has pixels of all three activations
    [InlineData("conv-5-3x3+mixed-feature+affine-10", "translation layers.2: 3381 of 3381")]
    // one kernel weight behind all nine units
    [InlineData("affine-9+relu+conv-2-1x1+relu+affine-10", "rescale layers.0: 1 of 1",
        "rescale layers.2: 2 of 2", "translation layers.4: 19 of 19")]
    public void Units_are_what_no_layer_mixes(string name, params string[] expected)
    {
        using var compute = new Compute(1);
        Assert.Equal(expected,
            OptimizeeCatalog.Create<float>(name, 784, 10, compute).Symmetries.All.Select(static s =>
            $"{s.Name}: {s.Units.Length} of {s.BlockCount}"));
    }

    [Fact]
    public void A_channel_moves_its_kernel_its_bias_and_its_pixels_columns()
    {
        using var compute = new Compute(1);
        // 3 channels of 2x2 behind the pooling
        Network<float> network = OptimizeeCatalog.Create<float>("conv-3-3x3+relu+maxpool+affine-10", 36, 10, compute);
        NetworkSymmetry symmetry = network.Symmetries.All[0];
        int behind = symmetry.Behind!.Offset;
        Assert.Equal([new(9, 9, 1), new(28, 1, 1), .. Enumerable.Range(0, 10)
            .Select(row => new SymmetryPiece(behind + 12 * row + 4, 4, -1))], symmetry.Pieces(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => symmetry.Pieces(3));
    }

    [Fact]
    public void A_pooling_over_affine_units_leaves_its_channels_apart_only()
    {
        using var compute = new Compute(1);
        var pool = new MaxPool2d<double>(new ImageShape(2, 4, 4), compute);
        var network = new Network<double>([new Affine<double>("a", 5, 32, compute),
            new Activation<double>(ActivationKind.Relu, 32, compute), pool, new Affine<double>("b", 8, 3, compute)], compute);
        Assert.Equal(2, network.Symmetries.All[0].Units.Length);
    }

    [Fact]
    public void A_network_may_have_none()
    {
        using var compute = new Compute(1);
        // Kernels over several pixels, or an activation in front of the softmax: a common shift changes the probabilities.
        var sigmoid = new Activation<double>(ActivationKind.Sigmoid, 8, compute);
        Assert.Empty(new Network<double>([new Affine<double>("a", 16, 8, compute), sigmoid], compute).Symmetries.All);
        Assert.Empty(new Network<double>([new Conv2d<double>("a", new ImageShape(1, 4, 4), 2, 3, compute)], compute).Symmetries.All);
    }

    [Fact]
    public void Stages_are_all_neighboring_linear_maps()
    {
        using var compute = new Compute(1);
        NetworkSymmetries symmetries = OptimizeeCatalog.Create<float>("mlp-sigmoid-20-20", 784, 10, compute).Symmetries;
        Assert.Equal(["layers.mat_0.weight", "layers.mat_1.weight"], symmetries.Stages.Select(static s => s.Front[0].Name));
        Assert.Equal(["layers.mat_1.weight", "layers.final_mat.weight"], symmetries.Stages.Select(static s => s.Behind!.Name));
    }
}
