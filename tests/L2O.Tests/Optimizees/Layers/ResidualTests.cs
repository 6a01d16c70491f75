using L2O.Data;
using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Optimizees.Symmetry;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees.Layers;

public sealed class ResidualTests
{
    [Fact]
    public void The_input_is_added_to_what_comes_out()
    {
        using var compute = new Compute(1);
        var block = new Residual<double>([new Activation<double>(ActivationKind.Relu, 2, compute), new Affine<double>("a", 2, 2, compute)]);
        double[] output = new double[2], dParameters = new double[6], dInput = new double[2];
        var pass = new LayerPass<double> { Parameters = (double[])[1, 2, 3, 4, 0.5, 0.25], Input = (double[])[10, -1], Count = 1 };
        block.Forward(pass, output);
        Assert.Equal([10 + 10.5, -1 + 30.25], output);
        block.Backward(pass, output, [1, 100], dParameters, dInput);
        Assert.Equal([10, 0, 1000, 0, 1, 100], dParameters);
        Assert.Equal([1 + 301, 100], dInput); // nothing comes through the closed ReLU
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Nested_blocks_match_finite_differences(int count)
    {
        using var compute = new Compute(1);
        Assert.InRange(GradientCheck.RelativeError(Nested(compute), count, isTraining: true, seed: 9), 0, 1e-9); // see LayerGradientTests
    }

    [Fact]
    public void Tensors_and_start_are_those_of_the_list_without_skips()
    {
        using var compute = new Compute(1);
        Network<double> with = OptimizeeCatalog.Create<double>("affine-6+tanh+affine-6+skip-2+affine-4", 9, 4, compute);
        Network<double> without = OptimizeeCatalog.Create<double>("affine-6+tanh+affine-6+tanh+affine-4", 9, 4, compute);
        Assert.Equal(without.Layout.Slots.Select(Describe), with.Layout.Slots.Select(Describe));
        double[] theta = new double[with.Layout.Count], expected = new double[theta.Length];
        with.Initialize(theta, new Rng(1));
        without.Initialize(expected, new Rng(1));
        Assert.Equal(expected, theta);

        static string Describe(ParameterSlot slot) => $"{slot.Name} {slot.Offset} ({string.Join(", ", slot.Shape)})";
    }

    [Fact]
    public void Statistics_of_a_norm_inside_are_named_kept_and_moved()
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>("affine-3+tanh+batchnorm+skip-2+affine-4", 2, 4, compute);
        Assert.Equal(["layers.2.running_mean", "layers.2.running_var"], network.StatisticsLayout.Slots.Select(static slot => slot.Name));
        Assert.Equal(
            ["layers.0.weight", "layers.0.bias", "layers.2.weight", "layers.2.bias", "layers.4.weight", "layers.4.bias"],
            network.Layout.Slots.Select(static slot => slot.Name));
        double[] theta = new double[network.Layout.Count];
        network.Initialize(theta, new Rng(1));
        Assert.Equal([0, 0, 0, 1, 1, 1], network.Statistics.ToArray());
        network.LossAndGradient(theta, new Batch<double>([1, 2, 3, -4], [0, 1]), new double[theta.Length]);
        Assert.DoesNotContain(network.Statistics.ToArray(), static value => value is 0 or 1);
    }

    [Theory]
    // begins and ends inside
    [InlineData("affine-6+relu+affine-6+skip-3+affine-10", "rescale layers.0: 6 of 6", "translation layers.4: 7 of 7")]
    [InlineData("affine-6+relu+affine-6+relu+skip-2+affine-10", "translation layers.5: 7 of 7")] // x in front, and F(x) behind, alone
    [InlineData("affine-6+relu+skip-1+affine-10", "rescale layers.0: 6 of 6", "translation layers.3: 7 of 7")] // x + relu(x) is homogeneous
    [InlineData("affine-6+mixed-feature+skip-1+affine-10", "rescale layers.0: 2 of 6", "translation layers.3: 7 of 7")]
    [InlineData("affine-6+relu+skip-1+leaky-relu+skip-3+affine-10", "rescale layers.0: 6 of 6", "translation layers.5: 7 of 7")]
    [InlineData("affine-6+tanh+skip-1+affine-10", "translation layers.3: 7 of 7")]
    [InlineData("affine-6+batchnorm+skip-1+affine-10", "translation layers.3: 7 of 7")]
    [InlineData("affine-6+affine-6+relu+batchnorm+skip-3+affine-10", "scale layers.1: 6 of 6", "translation layers.5: 7 of 7")]
    [InlineData("affine-6+affine-6+relu+layernorm+relu+affine-6+skip-5+batchnorm+affine-10",
        "scale layers.1: 1 of 1", "rescale layers.3: 6 of 6", "rescale layers.7: 6 of 6", "translation layers.8: 7 of 7")]
    [InlineData("affine-6+relu+affine-5+relu+affine-5+relu+affine-5+skip-2+affine-6+skip-8+affine-10",
        "rescale layers.2: 5 of 5", "translation layers.10: 7 of 7")]
    public void Symmetries_hold_where_they_are_listed(string name, params string[] expected)
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>(name, 6, 10, compute);
        Assert.All(SymmetryCheck.Run(network, network.Symmetries.All, seed: 4), static check =>
        {
            Assert.True(check.LossChange < 1e-9, $"{check}");
            Assert.True(check.NormalizedDeviation < 1e-9, $"{check}");
        });
        Assert.Equal(expected, network.Symmetries.All.Select(static s => $"{s.Name}: {s.Units.Length} of {s.BlockCount}"));
    }

    [Theory]
    [InlineData("affine-6+relu+affine-6+skip-2+affine-10", "layers.0", "layers.2")] // the factor comes along past the block
    [InlineData("affine-6+affine-6+relu+skip-2+affine-10", "layers.1", "layers.4")] // the factor meets the block's input
    [InlineData("affine-6+tanh+skip-1+affine-10", "layers.0", "layers.3")]
    public void What_the_added_input_destroys_changes_the_loss(string name, string front, string behind)
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>(name, 6, 10, compute);
        ParameterSlot weight = network.Layout[$"{front}.weight"], bias = network.Layout[$"{front}.bias"];
        var lost = new NetworkSymmetry(SymmetryKind.Rescale, [weight, bias], network.Layout[$"{behind}.weight"], 6, [0, 1, 2, 3, 4, 5]);
        SymmetryCheck check = SymmetryCheck.Run(network, [lost], seed: 4)[0];
        Assert.True(check.LossChange > 1e-4, $"{check}");
        Assert.True(check.Deviation > 1e-4, $"{check}");
    }

    [Fact]
    public void A_block_in_front_of_the_softmax_keeps_the_translation_of_its_last_layer()
    {
        using var compute = new Compute(1);
        var block = new Residual<double>([new Activation<double>(ActivationKind.Tanh, 3, compute), new Affine<double>("b", 3, 3, compute)]);
        var network = new Network<double>([new Affine<double>("a", 5, 3, compute), block], compute);
        Assert.Equal(["translation b"], network.Symmetries.All.Select(static symmetry => symmetry.Name));
        SymmetryCheck check = SymmetryCheck.Run(network, network.Symmetries.All, seed: 4)[0];
        Assert.True(check.LossChange < 1e-12, $"{check}");
    }

    [Fact]
    public void Stages_do_not_reach_across_a_block_with_linear_maps()
    {
        using var compute = new Compute(1);
        Assert.Equal(["layers.2 | layers.4", "layers.8 | layers.9"],
            Stages("affine-6+tanh+affine-6+tanh+affine-6+skip-4+tanh+skip-1+affine-5+affine-10"));
        Assert.Equal(["layers.0 | layers.3"], Stages("affine-6+tanh+skip-1+affine-10"));

        IEnumerable<string> Stages(string name) => OptimizeeCatalog.Create<float>(name, 6, 10, compute).Symmetries.Stages
            .Select(static stage => $"{stage.Front[0].Name} | {stage.Behind!.Name}".Replace(".weight", "", StringComparison.Ordinal));
    }

    [Fact]
    public void Sample_gradients_follow_the_derivative_that_they_are_given()
    {
        using var compute = new Compute(1);
        Residual<double> block = Nested(compute);
        const int size = 4, count = 3;
        var rng = new Rng(2);
        int parameterCount = block.Signature.Parameters.Sum(static parameter => parameter.Shape.Aggregate(static (a, b) => a * b));
        double[] parameters = new double[parameterCount], whole = new double[parameterCount], part = new double[parameterCount];
        double[] input = new double[count * size], output = new double[count * size], dOutput = new double[count * size];
        rng.FillUniform(parameters.AsSpan(), 1);
        rng.FillUniform(input.AsSpan(), 1);
        var pass = new LayerPass<double> { Parameters = parameters, Input = input, Count = count };
        block.Forward(pass, output);
        foreach (double factor in new[] { 1.0, -2.0 })
        {
            for (int i = 0; i < dOutput.Length; i++)
                dOutput[i] = factor * (i + 1);
            double[] sum = new double[parameters.Length];
            for (int sample = 0; sample < count; sample++)
            {
                block.SampleGradient(pass, dOutput, sample, part);
                for (int i = 0; i < sum.Length; i++)
                    sum[i] += part[i];
            }
            block.Backward(pass, output, dOutput, whole, new double[input.Length]);
            Assert.Equal(whole, sum, static (a, b) => Math.Abs(a - b) <= 1e-11 * (1 + Math.Abs(a)));
        }
    }

    [Fact]
    public void A_layer_inside_that_knows_no_tangents_or_sample_gradients_speaks_for_the_block()
    {
        using var compute = new Compute(1);
        Assert.True(Nested(compute).SupportsTangents);
        Assert.True(Nested(compute).SupportsSampleGradients);
        Assert.False(
            new Residual<double>([new Affine<double>("a", 3, 3, compute), new LayerNormFade<double>("fade", 3, 5)]).SupportsTangents);
        Assert.False(new Residual<double>([new Residual<double>([new Offset(3)])]).SupportsSampleGradients);
    }

    [Fact]
    public void Blocks_that_cannot_be_added_are_refused_with_the_sizes()
    {
        using var compute = new Compute(1);
        Affine<double> wide = new("a", 3, 5, compute), other = new("b", 4, 3, compute);
        Assert.StartsWith("the layers take 3 features and give 5; expected as many", Message(wide), StringComparison.Ordinal);
        Assert.StartsWith("layer 1 of the block takes 4 features; layer 0 gives 5", Message(wide, other), StringComparison.Ordinal);
        Assert.StartsWith("no layers; expected at least one", Message(), StringComparison.Ordinal);
    }

    private static string Message(params ILayer<double>[] layers) =>
        Assert.Throws<ArgumentException>(() => new Residual<double>(layers)).Message;

    private static Residual<double> Nested(Compute compute) => new(
    [
        new Activation<double>(ActivationKind.Tanh, 4, compute),
        new Residual<double>(
        [
            new Affine<double>("a", 4, 6, compute), new LayerNorm<double>("n", 6),
            new Activation<double>(ActivationKind.Gelu, 6, compute), new Affine<double>("b", 6, 4, compute),
        ]),
        new Affine<double>("c", 4, 4, compute),
    ]);

    /// <summary>y = x + b, with nothing that it need not have.</summary>
    private sealed class Offset(int size) : ILayer<double>
    {
        public LayerSignature Signature { get; } = new(size, size) { Parameters = [("offset", [size])] };

        public void Initialize(Span<double> parameters, Span<double> statistics, Rng rng) => parameters.Clear();

        public void Forward(LayerPass<double> pass, Span<double> output) => throw new NotSupportedException();

        public void Backward(
            LayerPass<double> pass, ReadOnlySpan<double> output, ReadOnlySpan<double> dOutput,
                Span<double> dParameters, Span<double> dInput) => throw new NotSupportedException();
    }
}
