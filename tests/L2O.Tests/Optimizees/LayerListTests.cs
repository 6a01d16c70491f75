using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class LayerListTests
{
    [Theory]
    [InlineData("affine-10", 784, 7850)]
    [InlineData("affine-20+sigmoid+affine-10", 784, 15910)]
    [InlineData("conv-16-3x3+relu+maxpool+conv-32-5x5+relu+maxpool+affine-10", 784, 18122)]
    [InlineData("conv-4-3x3-p1+batchnorm+relu+affine-10", 3072, 4 * 27 + 4 + 2 * 4 + 10 * 4096 + 10)]
    [InlineData("affine-7+layernorm-fade-50+tanh+affine-10", 5, 7 * 5 + 7 + 70 + 10)]
    [InlineData("affine-7+layernorm+gelu+affine-10", 5, 7 * 5 + 7 + 2 * 7 + 70 + 10)]
    [InlineData("conv-4-3x3-s2-p1+silu+avgpool+conv-6-3x3-s2+avgpool-global+affine-10", 784, 4 * 10 + 6 * 37 + 10 * 7)]
    [InlineData("affine-7+affine-7+tanh+skip-2+affine-10", 5, 42 + 56 + 80)]
    [InlineData("affine-7+relu+affine-10+sigmoid", 5, 42 + 80)]
    public void Layers_add_up_to_a_network(string name, int inputSize, int parameters)
    {
        using var compute = new Compute(1);
        OptimizeeCatalog.Check(name);
        Assert.Equal(parameters, OptimizeeCatalog.Create<float>(name, inputSize, 10, compute).Layout.Count);
    }

    [Fact]
    public void A_list_computes_what_the_named_network_computes()
    {
        using var compute = new Compute(1);
        double[] theta = new double[15910], input = new double[784];
        Network<double> named = OptimizeeCatalog.Create<double>("mlp-sigmoid-20", 784, 10, compute),
            listed = OptimizeeCatalog.Create<double>("affine-20+sigmoid+affine-10", 784, 10, compute);
        named.Initialize(theta, new Rng(5));
        new Rng(6).FillUniform(input.AsSpan(), 1);
        var batch = new Batch<double>(input, [3]);
        Assert.Equal(named.Loss(theta, batch), listed.Loss(theta, batch));
        Assert.Equal(["layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias"],
            listed.Layout.Slots.Select(static slot => slot.Name));
    }

    [Theory]
    [InlineData("affine-20+relux+affine-10", "unknown layer 'relux'; expected affine-SIZE, ", "did you mean 'relu'?")]
    [InlineData("affine-0+relu+affine-10", "unknown layer 'affine-0'", "")]
    [InlineData("conv-3-3x5+affine-10", "unknown layer 'conv-3-3x5'", "")]
    [InlineData("affine-20+relu", "optimizee 'affine-20+relu' ends in 'relu'; expected an affine layer", "")]
    [InlineData("affine-20++affine-10", "unknown layer ''", "")]
    [InlineData("affine-20+gelo+affine-10", "unknown layer 'gelo'", "did you mean 'gelu'?")]
    [InlineData("conv-4-3x3-p1-s2+affine-10", "unknown layer 'conv-4-3x3-p1-s2'", "conv-CHANNELS-KxK[-sSTRIDE][-pPADDING]")]
    [InlineData("conv-4-3x3-s0+affine-10", "unknown layer 'conv-4-3x3-s0'", "did you mean 'conv-16-3x3-s2'?")]
    [InlineData("conv-4-3x3-s2-p1-x+affine-10", "unknown layer 'conv-4-3x3-s2-p1-x'", "")]
    [InlineData("affine-20+layer-norm+affine-10", "unknown layer 'layer-norm'", "did you mean 'layernorm'?")]
    [InlineData("conv-4-3x3+avgpol+affine-10", "unknown layer 'avgpol'", "did you mean 'avgpool'?")]
    [InlineData("affine-20+skip-0+affine-10", "unknown layer 'skip-0'", "skip-N (adds the input of the layer N places back)")]
    [InlineData("affine-20+relu+skip-3+affine-10",
        "'skip-3', layer 2 of 'affine-20+relu+skip-3+affine-10', reaches 3 back; 2 layers are in front of it", "")]
    [InlineData("skip-1+affine-10", "'skip-1', layer 0 of 'skip-1+affine-10', reaches 1 back; 0 layers are in front of it", "")]
    [InlineData("affine-9+tanh+skip-1+relu+skip-2+affine-10",
        "'skip-2', layer 4 of 'affine-9+tanh+skip-1+relu+skip-2+affine-10', begins at layer 2, inside the block",
        "expected a skip of all of it, 'skip-3'")]
    [InlineData("affine-20+affine-20+skip-1", "optimizee 'affine-20+affine-20+skip-1' ends in 'skip-1'; expected an affine layer", "")]
    public void What_is_no_layer_is_refused_with_the_nearest_one(string name, string reason, string hint)
    {
        string message = Assert.Throws<ArgumentException>(() => OptimizeeCatalog.Check(name)).Message;
        Assert.StartsWith(reason, message, StringComparison.Ordinal);
        Assert.Contains(hint, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("affine-20+relu+affine-7",
        "optimizee 'affine-20+relu+affine-7' has 7 outputs; expected 10, one for each class or target value")]
    [InlineData("conv-4-50x50+affine-10", "layer 0 of 'conv-4-50x50+affine-10', 'conv-4-50x50', gets 1x28x28: ")]
    [InlineData("affine-20+relu+affine-30+skip-2+affine-10",
        "layer 3 of 'affine-20+relu+affine-30+skip-2+affine-10', 'skip-2', gets 1x1x30: the layers take 20 features and give 30; " +
        "expected as many, since the input is added")]
    [InlineData("affine-20+avgpool+affine-10",
        "layer 1 of 'affine-20+avgpool+affine-10', 'avgpool', gets 1x1x20: images of 1x20; expected at least 2x2")]
    public void Layers_that_do_not_fit_are_refused_with_the_sizes(string name, string reason)
    {
        using var compute = new Compute(1);
        OptimizeeCatalog.Check(name);
        Assert.StartsWith(reason, Assert.Throws<ArgumentException>(() => OptimizeeCatalog.Create<float>(name, 784, 10, compute)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_normal_start_has_small_weights_and_no_biases()
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>("mlp-sigmoid-20-normal", 784, 10, compute);
        double[] theta = new double[network.Layout.Count];
        network.Initialize(theta, new Rng(2));
        ReadOnlySpan<double> weight = network.Layout["layers.mat_0.weight"].Of(theta.AsSpan());
        Assert.InRange(Math.Sqrt(DoubleSums.InnerProduct(weight, weight) / weight.Length), 0.0097, 0.0103); // a standard error is 6e-5
        Assert.All(network.Layout["layers.mat_0.bias"].Of(theta.AsSpan()).ToArray(), static bias => Assert.Equal(0, bias));
    }

    [Fact]
    public void A_truncated_start_is_cut_at_two_deviations_and_has_no_biases()
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>("affine-20+relu+affine-10+sigmoid-truncated", 784, 10, compute);
        double[] theta = new double[network.Layout.Count];
        network.Initialize(theta, new Rng(2));
        double[] weight = network.Layout["layers.0.weight"].Of(theta.AsSpan()).ToArray();
        Assert.InRange(weight.Max(Math.Abs) * 28, 1.99, 2); // 28 is the root of 784
        Assert.InRange(Math.Sqrt(weight.Average(static value => value * value)) * 28, 0.87, 0.89); // 0.8796 of a cut normal one
        Assert.All(network.Layout["layers.0.bias"].Of(theta.AsSpan()).ToArray(), static bias => Assert.Equal(0, bias));
    }
}
