using L2O.Kernels;
using L2O.Optimizees;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class NetworkSymmetriesTests
{
    [Theory]
    [InlineData("mlp-relu-20", "Rescale layers.mat_0.weight layers.mat_0.bias | layers.final_mat.weight", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-sigmoid-20", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-leaky-relu-7-6", "Rescale layers.mat_0.weight layers.mat_0.bias | layers.mat_1.weight", "Rescale layers.mat_1.weight layers.mat_1.bias | layers.final_mat.weight", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-relu-20-batchnorm", "Scale layers.mat_0.weight layers.mat_0.bias", "Rescale batch_norm.weight batch_norm.bias | layers.final_mat.weight", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-mixed-feature-9", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("mlp-relu-5-layernorm-fade-9", "Translation layers.final_mat.weight layers.final_mat.bias")]
    [InlineData("conv-mnist", "Rescale conv_layers.0.weight conv_layers.0.bias | conv_layers.3.weight", "Rescale conv_layers.3.weight conv_layers.3.bias | fc_layer.weight", "Translation fc_layer.weight fc_layer.bias")]
    [InlineData("affine-9+affine-10", "Rescale layers.0.weight layers.0.bias | layers.1.weight", "Translation layers.1.weight layers.1.bias")]
    public void They_are_found_from_the_layers(string name, params string[] expected)
    {
        using var compute = new Compute(1);
        NetworkSymmetries symmetries = OptimizeeCatalog.Create<float>(name, 784, 10, compute).Symmetries;
        Assert.Equal(expected, symmetries.All.Select(static s =>
            $"{s.Kind} {string.Join(' ', s.Front.Select(static slot => slot.Name))}{(s.Behind is null ? "" : $" | {s.Behind.Name}")}"));
    }

    [Fact]
    public void Stages_are_all_neighbouring_linear_maps()
    {
        using var compute = new Compute(1);
        NetworkSymmetries symmetries = OptimizeeCatalog.Create<float>("mlp-sigmoid-20-20", 784, 10, compute).Symmetries;
        Assert.Equal(["layers.mat_0.weight", "layers.mat_1.weight"], symmetries.Stages.Select(static s => s.Front[0].Name));
        Assert.Equal(["layers.mat_1.weight", "layers.final_mat.weight"], symmetries.Stages.Select(static s => s.Behind!.Name));
    }
}
