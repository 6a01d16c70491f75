using System.Collections.Immutable;
using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Activations;
using L2O.Optimizees.Layers;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class MixedActivationTests
{
    private static readonly ImmutableArray<ActivationKind> s_kinds = [ActivationKind.Sigmoid, ActivationKind.Tanh, ActivationKind.Relu];
    private static readonly double s_sigmoid = 1 / (1 + Math.Exp(1.5));
    private static readonly double s_tanh = Math.Tanh(-1.5);

    [Fact]
    public void Feature_j_uses_activation_j_mod_3()
    {
        using var compute = new Compute(1);
        double[] output = Apply(new FeatureMixedActivation<double>(s_kinds, 4, compute), 2);
        double[] row = [s_sigmoid, s_tanh, 0, s_sigmoid];
        Assert.Equal([.. row, .. row], output, (a, b) => Math.Abs(a - b) <= 1e-15);
    }

    [Fact]
    public void Sample_i_uses_activation_i_mod_3()
    {
        using var compute = new Compute(1);
        double[] output = Apply(new SampleMixedActivation<double>(s_kinds, 2, compute), 4);
        Assert.Equal([s_sigmoid, s_sigmoid, s_tanh, s_tanh, 0, 0, s_sigmoid, s_sigmoid], output, (a, b) => Math.Abs(a - b) <= 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(11)]
    public void Both_match_finite_differences(int size)
    {
        using var compute = new Compute(1);
        const double bound = 1e-9; // see LayerGradientTests
        // differences across a kink are wrong
        ImmutableArray<ActivationKind> smooth = [ActivationKind.Sigmoid, ActivationKind.Gelu, ActivationKind.Softplus, ActivationKind.Silu];
        Assert.InRange(GradientCheck.RelativeError(new FeatureMixedActivation<double>(smooth, size, compute),
            5, isTraining: true, seed: 4), 0, bound);
        Assert.InRange(GradientCheck.RelativeError(new SampleMixedActivation<double>(smooth, size, compute), 5, isTraining: true, seed: 4),
            0, bound);
    }

    [Fact]
    public void Large_batches_are_evaluated_with_each_samples_place_in_the_whole_batch()
    {
        // Parts of 1024 would start with activation 0 again; 1024 mod 3 is 1.
        const int count = 1100, inputSize = 3;
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>("mlp-mixed-batch-5", inputSize, 4, compute);
        var rng = new Rng(5);
        double[] theta = new double[network.Layout.Count], inputs = new double[count * inputSize];
        network.Initialize(theta, rng);
        rng.FillUniform(inputs.AsSpan(), 2);
        var batch = new Batch<double>(inputs, new byte[count]);
        Assert.Equal(network.LossAndGradient(theta, batch, new double[theta.Length]).Loss, network.Loss(theta, batch).Loss);
    }

    [Fact]
    public void No_activation_and_an_unknown_one_are_refused()
    {
        using var compute = new Compute(1);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => new FeatureMixedActivation<double>([], 4, compute)).Message,
            StringComparison.Ordinal);
        Assert.Contains("at least one",
            Assert.Throws<ArgumentException>(() => new SampleMixedActivation<double>(default, 4, compute)).Message,
            StringComparison.Ordinal);
        Assert.Contains("no such activation",
            Assert.Throws<ArgumentOutOfRangeException>(() => new SampleMixedActivation<double>([(ActivationKind)77], 4, compute)).Message,
            StringComparison.Ordinal);
    }

    private static double[] Apply(ILayer<double> layer, int count)
    {
        double[] input = new double[count * layer.Signature.InputSize], output = new double[input.Length];
        Array.Fill(input, -1.5);
        layer.Forward(new LayerPass<double> { Input = input, Count = count }, output);
        return output;
    }
}
