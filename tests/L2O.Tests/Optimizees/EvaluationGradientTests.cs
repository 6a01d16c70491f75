using L2O.Data;
using L2O.Numerics;
using L2O.Optimizees;
using Xunit;

namespace L2O.Tests.Optimizees;

/// <summary>Gradients of evaluation mode: of batches, of single samples, and along directions.</summary>
public sealed class EvaluationGradientTests
{
    private const int InputSize = 9;
    private const int ClassCount = 4;
    private const double Step = 1e-4;

    private static readonly byte[] s_labels = [0, 1, 2, 3, 3, 2, 1, 0];
    private static readonly (double Offset, double Weight)[] s_points = [(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)];

    public static TheoryData<string> Networks =>
    [
        "mlp-sigmoid-6", "mlp-tanh-5-6", "mlp-softplus-5-4", "mlp-leaky-relu-6-5", "mlp-sigmoid-5-batchnorm",
            "mlp-tanh-5-4-batchnorm", "mlp-softplus-6-4-batchnorm-batchstats",
        "mlp-tanh-5-layernorm-fade-20", "mlp-mixed-feature-5", "mlp-mixed-batch-5",
        "conv-3-2x2+sigmoid+conv-2-2x2-p1+tanh+affine-4", "conv-3-2x2-p1+tanh+maxpool+affine-4",
            "conv-3-2x2+batchnorm+softplus+affine-4", "batchnorm+affine-5+batchnorm+tanh+affine-4",
        "mlp-gelu-6-5", "mlp-silu-6-5", "affine-6+layernorm+gelu+affine-5+layernorm+affine-4", "layernorm+affine-5+silu+affine-4",
        "conv-3-2x2-p1+silu+avgpool+conv-4-2x2-s2-p1+tanh+avgpool-global+affine-4", "conv-2-3x3-s2-p2+gelu+affine-4",
        "affine-6+tanh+affine-6+skip-2+affine-4", "tanh+affine-9+skip-2+affine-4", "affine-9+skip-1+sigmoid+skip-1+affine-4",
        "layernorm+tanh+affine-9+skip-3+affine-4",
            "affine-6+layernorm+affine-5+gelu+affine-6+skip-4+batchnorm+tanh+affine-6+skip-3+affine-4",
        "affine-6+affine-5+tanh+affine-5+skip-2+affine-6+skip-5+affine-4",
            "affine-5+batchnorm-batchstats+tanh+skip-2+affine-4", "affine-5+mixed-feature+skip-1+affine-4",
        "affine-5+tanh+affine-4+sigmoid",
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void Batch_gradients_match_finite_differences_of_the_evaluation_loss_and_leave_the_statistics(string name)
    {
        (Network<double> network, double[] theta, double[] inputs) = Trained(name);
        double[] statistics = network.Statistics.ToArray(), gradient = new double[theta.Length];
        network.EvaluationGradient(theta, new Batch<double>(inputs, s_labels), gradient);
        double[] expected = Difference(theta, () => network.Loss(theta, new Batch<double>(inputs, s_labels)).Loss);
        Assert.InRange(RelativeDistance(gradient, expected), 0, 1e-9);
        Assert.Equal(statistics, network.Statistics);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Sample_gradients_are_those_of_batches_of_one(string name)
    {
        (Network<double> network, double[] theta, double[] inputs) = Trained(name);
        double[] statistics = network.Statistics.ToArray(), gradients = new double[s_labels.Length * theta.Length],
            expected = new double[theta.Length];
        network.SampleGradients(theta, new Batch<double>(inputs, s_labels), gradients);
        for (int sample = 0; sample < s_labels.Length; sample++)
        {
            network.EvaluationGradient(theta, new Batch<double>(inputs.AsSpan(sample * InputSize, InputSize), s_labels.AsSpan(sample, 1)),
                expected);
            Assert.InRange(RelativeDistance(gradients[(sample * theta.Length)..((sample + 1) * theta.Length)], expected), 0, 1e-13);
        }
        Assert.Equal(statistics, network.Statistics);
    }

    [Theory]
    [MemberData(nameof(Networks))]
    public void Hessian_products_match_finite_differences_of_the_gradient(string name)
    {
        (Network<double> network, double[] theta, double[] inputs) = Trained(name);
        bool expected = !(name.Contains("batchstats", StringComparison.Ordinal) || name.Contains("layernorm-fade", StringComparison.Ordinal)
            || name.Contains("mixed", StringComparison.Ordinal) || name.Contains("2x2+batchnorm", StringComparison.Ordinal));
        Assert.Equal(expected, network.HasHessianProduct);
        double[] direction = new double[theta.Length], product = new double[theta.Length],
            gradient = new double[theta.Length], shifted = new double[theta.Length];
        new Rng(5).FillUniform(direction.AsSpan(), 1);
        if (!expected)
        {
            Assert.Throws<NotSupportedException>(() =>
                network.HessianProduct(theta, new Batch<double>(inputs, s_labels), direction, product));
            return;
        }
        network.HessianProduct(theta, new Batch<double>(inputs, s_labels), direction, product);
        double[] difference = new double[theta.Length];
        foreach ((double offset, double weight) in s_points)
        {
            for (int i = 0; i < theta.Length; i++)
                shifted[i] = theta[i] + offset * Step * direction[i];
            network.EvaluationGradient(shifted, new Batch<double>(inputs, s_labels), gradient);
            for (int i = 0; i < theta.Length; i++)
                difference[i] += weight / Step * gradient[i];
        }
        Assert.InRange(RelativeDistance(product, difference), 0, 1e-8);
    }

    [Fact]
    public void Room_for_other_than_one_gradient_a_sample_is_refused()
    {
        (Network<double> network, double[] theta, double[] inputs) = Trained("mlp-sigmoid-6");
        Assert.StartsWith($"room for 5 values; expected 8 gradients of {theta.Length}",
            Assert.Throws<ArgumentException>(() =>
                network.SampleGradients(theta, new Batch<double>(inputs, s_labels), new double[5])).Message, StringComparison.Ordinal);
    }

    /// <summary>A network whose running statistics have moved away from their start.</summary>
    private static (Network<double> Network, double[] Theta, double[] Inputs) Trained(string name)
    {
        var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>(name, InputSize, ClassCount, compute);
        var rng = new Rng(11);
        double[] theta = new double[network.Layout.Count], inputs = new double[s_labels.Length * InputSize];
        network.Initialize(theta, rng);
        rng.FillUniform(inputs.AsSpan(), 1);
        for (int pass = 0; pass < 5; pass++)
            network.LossAndGradient(theta, new Batch<double>(inputs, s_labels), new double[theta.Length]);
        return (network, theta, inputs);
    }

    private static double[] Difference(double[] variables, Func<double> function)
    {
        double[] result = new double[variables.Length];
        for (int i = 0; i < variables.Length; i++)
        {
            double middle = variables[i];
            foreach ((double offset, double weight) in s_points)
            {
                variables[i] = middle + offset * Step;
                result[i] += weight * function() / Step;
            }
            variables[i] = middle;
        }
        return result;
    }

    private static double RelativeDistance(double[] values, double[] expected)
    {
        double error = values.Zip(expected, static (v, e) => (v - e) * (v - e)).Sum();
        return Math.Sqrt(error / expected.Sum(static e => e * e));
    }
}
