using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class SymmetryDeviationTests
{
    private const string Front = "layers.mat_0", Behind = "layers.final_mat";

    private static readonly ParameterLayout s_tiny = new(($"{Front}.weight", [2, 1]), ($"{Front}.bias", [2]),
        ($"{Behind}.weight", [2, 2]), ($"{Behind}.bias", [2]));
    private static readonly float[] s_theta = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    private static readonly float[] s_update = [1, -1, 2, 0.5f, 1, 2, -1, 0.25f, 4, -3];

    [Fact]
    public void Hand_computed_deviations_are_met()
    {
        // Front: 1·1 - 2·1 = -1 and 3·2 + 4·0.5 = 8; behind: 5 + 12 - 7 + 2 = 12.
        Assert.Equal(7, SymmetryDeviation.Scale<float>(s_tiny, Front, s_theta, s_update));
        Assert.Equal(-5, SymmetryDeviation.Rescale<float>(s_tiny, Front, Behind, s_theta, s_update));
        Assert.Equal(2.25, SymmetryDeviation.TranslationWeight<float>(s_tiny, Behind, s_update));
        Assert.Equal(1, SymmetryDeviation.TranslationBias<float>(s_tiny, Behind, s_update));
        double[] columns = new double[2];
        SymmetryDeviation.TranslationColumns<float>(s_tiny, Behind, s_update, columns);
        Assert.Equal([0, 2.25], columns);
    }

    [Theory]
    [InlineData("mlp-relu-7", true)]
    [InlineData("mlp-leaky-relu-7", true)]
    [InlineData("mlp-softplus-7", false)]
    public void An_exact_gradient_keeps_the_rescale_symmetry_of_piecewise_linear_units_only(string name, bool symmetric)
    {
        double deviation = 0; // of several networks: a single one may be near zero by chance
        for (ulong seed = 1; seed <= 5; seed++)
        {
            (ParameterLayout layout, double[] theta, double[] gradient) = GradientOf(name, seed);
            deviation += Math.Abs(SymmetryDeviation.Rescale<double>(layout, Front, Behind, theta, gradient));
        }
        Assert.True(symmetric ? deviation < 1e-14 : deviation > 1e-2, $"{name}: {deviation:e2}");
    }

    [Theory]
    [InlineData("mlp-sigmoid-7")]
    [InlineData("mlp-relu-7-batchnorm")]
    public void An_exact_gradient_keeps_the_translation_symmetry_of_the_softmax_in_each_column(string name)
    {
        (ParameterLayout layout, _, double[] gradient) = GradientOf(name);
        double[] columns = new double[7];
        SymmetryDeviation.TranslationColumns<double>(layout, Behind, gradient, columns);
        Assert.All(columns, static sum => Assert.Equal(0, sum, 1e-14));
        Assert.Equal(0, SymmetryDeviation.TranslationWeight<double>(layout, Behind, gradient), 1e-14);
        Assert.Equal(0, SymmetryDeviation.TranslationBias<double>(layout, Behind, gradient), 1e-14);
    }

    [Theory]
    [InlineData("mlp-relu-7-batchnorm", true)]
    [InlineData("mlp-sigmoid-7", false)]
    public void An_exact_gradient_keeps_the_scale_symmetry_in_front_of_a_batch_norm_only(string name, bool symmetric)
    {
        // The norm's epsilon, 1e-5 beside a variance of about 0.3, breaks the symmetry by its share.
        (ParameterLayout layout, double[] theta, double[] gradient) = GradientOf(name);
        double deviation = Math.Abs(SymmetryDeviation.Scale<double>(layout, Front, theta, gradient));
        Assert.True(symmetric ? deviation < 1e-4 : deviation > 1e-3, $"{name}: {deviation:e2}");
    }

    [Fact]
    public void Vectors_and_names_that_do_not_fit_are_refused()
    {
        Assert.Throws<KeyNotFoundException>(() => SymmetryDeviation.Scale<float>(s_tiny, "layers.mat_7", s_theta, s_update));
        Assert.Equal("vector of 9 values; expected 10, the coordinates of the layout",
            Assert.Throws<ArgumentException>(() => SymmetryDeviation.TranslationBias<float>(s_tiny, Behind, s_update.AsSpan(1))).Message);
        Assert.Throws<ArgumentException>(() => SymmetryDeviation.Scale<float>(s_tiny, Front, s_theta.AsSpan(1), s_update));
        Assert.StartsWith("3 column sums; expected 2, the inputs of 'layers.final_mat'",
            Assert.Throws<ArgumentException>(() =>
                SymmetryDeviation.TranslationColumns<float>(s_tiny, Behind, s_update, new double[3])).Message, StringComparison.Ordinal);
    }

    private static (ParameterLayout Layout, double[] Theta, double[] Gradient) GradientOf(string name, ulong seed = 5)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<double>(name, 1, compute);
        double[] theta = new double[task.Network.Layout.Count], gradient = new double[theta.Length];
        task.Network.Initialize(theta, new Rng(seed));
        task.Network.LossAndGradient(theta, task.Batch(0), gradient);
        return (task.Network.Layout, theta, gradient);
    }
}
