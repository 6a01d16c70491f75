using System.Numerics;
using L2O.Data;
using L2O.Kernels.Lanes;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizees.Layers;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class NetworkTests
{
    private const int InputSize = 9;
    private const int ClassCount = 4;

    [Theory]
    [InlineData("mlp-sigmoid-6")]
    [InlineData("mlp-tanh-5-6")]
    [InlineData("mlp-relu-7-5")]
    [InlineData("mlp-leaky-relu-6-5-4")]
    [InlineData("mlp-softplus-3-4-5-6")]
    [InlineData("mlp-sigmoid-5-batchnorm")]
    [InlineData("mlp-tanh-5-4-batchnorm")]
    [InlineData("mlp-relu-6-batchnorm-batchstats")]
    [InlineData("mlp-softplus-6-4-batchnorm-batchstats")]
    [InlineData("mlp-mixed-feature-7-5")]
    [InlineData("mlp-mixed-batch-5-4-batchnorm")]
    [InlineData("mlp-tanh-5-4-layernorm-fade-200")]
    [InlineData("affine-5+leaky-relu+batchnorm+affine-3+softplus+affine-4")]
    [InlineData("conv-3-2x2+batchnorm+sigmoid+conv-2-2x2+batchnorm-batchstats+tanh+affine-4")]
    [InlineData("conv-3-2x2+sigmoid+conv-2-2x2-p1+tanh+affine-4")]
    [InlineData("mlp-gelu-6-5")]
    [InlineData("mlp-silu-6-5-batchnorm")]
    [InlineData("affine-6+layernorm+tanh+affine-5+gelu+layernorm+affine-4")]
    [InlineData("conv-3-2x2-s2-p1+silu+avgpool+affine-5+tanh+affine-4")]
    [InlineData("conv-3-3x3-s2-p1+batchnorm+tanh+avgpool-global+affine-4")]
    [InlineData("affine-6+tanh+affine-6+skip-2+affine-4")]
    [InlineData("layernorm+affine-9+gelu+skip-3+affine-4")]
    [InlineData("affine-6+batchnorm+affine-5+tanh+affine-5+skip-2+affine-6+skip-6+affine-4")]
    [InlineData("affine-5+layernorm-fade-200+batchnorm-batchstats+silu+skip-3+skip-4+affine-4")]
    [InlineData("conv-2-3x3-p1+batchnorm+tanh+conv-2-3x3-p1+skip-3+conv-3-2x2-s2+affine-4")]
    public void Gradients_match_finite_differences(string name)
    {
        using var compute = new Compute(1);
        Network<double> network = OptimizeeCatalog.Create<double>(name, InputSize, ClassCount, compute);
        var rng = new Rng(11);
        double[] theta = new double[network.Layout.Count], inputs = new double[8 * InputSize];
        network.Initialize(theta, rng);
        rng.FillUniform(inputs.AsSpan(), 1);
        double error = GradientCheck.RelativeError(network, theta, new Batch<double>(inputs, [0, 1, 2, 3, 3, 2, 1, 0]));
        Assert.InRange(error, 0, 1e-9); // the differences' own rounding, see GradientCheck, over gradients of about 0.1
    }

    [Theory]
    [InlineData("mlp-sigmoid-20")]
    [InlineData("mlp-softplus-33-17")]
    [InlineData("mlp-leaky-relu-100-100")]
    [InlineData("mlp-tanh-20-batchnorm")]
    [InlineData("mlp-relu-20-batchnorm-batchstats")]
    [InlineData("mlp-mixed-feature-20-33")]
    [InlineData("mlp-mixed-batch-20")]
    [InlineData("conv-mnist")]
    [InlineData("lenet")]
    [InlineData(
        "conv-5-3x3-s2-p1+layernorm+gelu+conv-5-3x3-p1+silu+skip-2+avgpool+conv-7-3x3-s3+" +
        "avgpool-global+affine-20+layernorm+gelu+affine-10")]
    public void Widths_and_threads_give_the_same_bits(string name)
    {
        int[]? expected = null;
        foreach (LaneWidth width in LaneWidths.Accelerated)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                using var compute = new Compute(threads, width);
                var task = new Task<float>(name, 784, 128, compute);
                LossAndAccuracy training = task.LossAndGradient();
                LossAndAccuracy evaluation = task.Network.Loss(task.Theta, task.Batch);
                int[] bits = [.. task.Gradient.Select(BitConverter.SingleToInt32Bits),
                    .. task.Network.Statistics.ToArray().Select(BitConverter.SingleToInt32Bits),
                    .. new[] { training.Loss, evaluation.Loss }.Select(v => v.GetHashCode())];
                Assert.Equal(expected ??= bits, bits);
            }
        }
    }

    [Theory]
    [InlineData("mlp-sigmoid-20")]
    [InlineData("mlp-relu-30-20-batchnorm")]
    [InlineData("mlp-tanh-20-batchnorm-batchstats")]
    [InlineData("mlp-mixed-feature-20")]
    [InlineData("mlp-mixed-batch-20")]
    [InlineData("conv-mnist")]
    [InlineData("lenet")]
    [InlineData("mlp-gelu-20")]
    [InlineData(
        "conv-5-3x3-s2-p1+layernorm+gelu+conv-5-3x3-p1+silu+skip-2+avgpool+conv-7-3x3-s3+" +
        "avgpool-global+affine-20+layernorm+gelu+affine-10")]
    [InlineData("affine-20+tanh+affine-30+relu+affine-30+batchnorm+skip-2+layernorm+affine-20+skip-7+affine-10")]
    public void A_step_allocates_nothing(string name)
    {
        using var compute = new Compute(2);
        var task = new Task<float>(name, 784, 128, compute);
        task.LossAndGradient();
        task.Network.Loss(task.Theta, task.Batch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        task.LossAndGradient();
        task.Network.Loss(task.Theta, task.Batch);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Parameters_are_named_and_ordered_as_in_stored_state_dicts()
    {
        using var compute = new Compute(1);
        Network<float> network = OptimizeeCatalog.Create<float>("mlp-relu-20-30-batchnorm", 784, 10, compute);
        Assert.Equal(
            ["layers.mat_0.weight", "layers.mat_0.bias", "layers.mat_1.weight", "layers.mat_1.bias",
                "layers.final_mat.weight", "layers.final_mat.bias",
             "batch_norm.weight", "batch_norm.bias", "batch_norm_1.weight", "batch_norm_1.bias"],
            network.Layout.Slots.Select(s => s.Name));
        Assert.Equal([30, 20], network.Layout["layers.mat_1.weight"].Shape);
        Assert.Equal(
            ["batch_norm.running_mean", "batch_norm.running_var", "batch_norm_1.running_mean", "batch_norm_1.running_var"],
            network.StatisticsLayout.Slots.Select(s => s.Name));
        Assert.Equal(100, network.Statistics.Length);
    }

    [Fact]
    public void Convolutions_are_named_and_shaped_as_in_stored_state_dicts()
    {
        using var compute = new Compute(1);
        Network<float> network = OptimizeeCatalog.Create<float>("conv-mnist", 784, 10, compute);
        Assert.Equal(
            ["conv_layers.0.weight (16, 1, 3, 3)", "conv_layers.0.bias (16)", "conv_layers.3.weight (32, 16, 5, 5)",
                "conv_layers.3.bias (32)",
             "fc_layer.weight (10, 512)", "fc_layer.bias (10)"],
            network.Layout.Slots.Select(s => $"{s.Name} ({string.Join(", ", s.Shape)})"));
    }

    [Fact]
    public void Initial_parameters_fill_the_range_of_one_over_the_root_of_the_inputs()
    {
        using var compute = new Compute(1);
        var task = new Task<float>("mlp-sigmoid-20", 784, 1, compute);
        float[] weight = task.Network.Layout["layers.mat_0.weight"].Of(task.Theta.AsSpan()).ToArray();
        float[] bias = task.Network.Layout["layers.final_mat.bias"].Of(task.Theta.AsSpan()).ToArray();
        Assert.InRange(weight.Max(), 0.999f / 28, 1f / 28);
        Assert.InRange(weight.Min(), -1f / 28, -0.999f / 28);
        Assert.InRange(weight.Average(), -5e-4f, 5e-4f); // a standard error is 1.6e-4
        Assert.All(bias, b => Assert.InRange(MathF.Abs(b), 0, 1 / MathF.Sqrt(20)));
        Assert.Contains(bias, b => MathF.Abs(b) > 1f / 28);
    }

    [Fact]
    public void Evaluation_in_parts_equals_the_mean_over_samples_and_changes_no_statistics()
    {
        using var compute = new Compute(1);
        var task = new Task<double>("mlp-tanh-6-batchnorm", 9, 2500, compute);
        task.LossAndGradient();
        double[] statistics = task.Network.Statistics.ToArray();
        LossAndAccuracy whole = task.Network.Loss(task.Theta, task.Batch);
        double loss = 0, accuracy = 0;
        for (int i = 0; i < 2500; i++)
        {
            LossAndAccuracy single = task.Network.Loss(task.Theta,
                new Batch<double>(task.Inputs.AsSpan(i * 9, 9), task.Labels.AsSpan(i, 1)));
            loss += single.Loss / 2500;
            accuracy += single.Accuracy / 2500;
        }
        Assert.Equal(loss, whole.Loss, 1e-13);
        Assert.Equal(accuracy, whole.Accuracy, 1e-12);
        Assert.Equal(statistics, task.Network.Statistics.ToArray());
    }

    [Fact]
    public void Batches_of_changing_size_give_the_same_gradient_as_a_fresh_network()
    {
        using var compute = new Compute(1);
        var used = new Task<double>("mlp-sigmoid-7-6", 9, 50, compute);
        used.LossAndGradient();
        var batch = new Batch<double>(used.Inputs.AsSpan(0, 3 * 9), used.Labels.AsSpan(0, 3));
        double[] gradient = new double[used.Theta.Length], expected = new double[used.Theta.Length];
        used.Network.LossAndGradient(used.Theta, batch, gradient);
        OptimizeeCatalog.Create<double>("mlp-sigmoid-7-6", 9, 10, compute).LossAndGradient(used.Theta, batch, expected);
        Assert.Equal(expected, gradient);
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_both_sizes()
    {
        using var compute = new Compute(1);
        var task = new Task<double>("mlp-sigmoid-7", 9, 2, compute);
        Assert.Contains("samples of 4 features; the network takes 9",
            Message(() => task.Network.Loss(task.Theta, new Batch<double>(new double[8], [0, 0]))), StringComparison.Ordinal);
        Assert.Contains("theta has 3 coordinates; the network has 150",
            Message(() => task.Network.Loss(new double[3], task.Batch)), StringComparison.Ordinal);
        Assert.Contains("gradient has 3 coordinates", Message(() => task.Network.LossAndGradient(task.Theta, task.Batch, new double[3])),
            StringComparison.Ordinal);
        Affine<double> first = new("a", 3, 4, compute), second = new("b", 5, 2, compute);
        Assert.Contains("layer 1 takes 5 features; layer 0 gives 4",
            Message(() => _ = new Network<double>([first, second], compute)), StringComparison.Ordinal);
        Assert.Contains("without parameters", Message(() => _ = new Network<double>([], compute)), StringComparison.Ordinal);
    }

    private static string Message(Action action) => Assert.Throws<ArgumentException>(action).Message;

    private sealed class Task<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public Task(string name, int inputSize, int count, Compute compute)
        {
            Network = OptimizeeCatalog.Create<T>(name, inputSize, 10, compute);
            Theta = new T[Network.Layout.Count];
            Gradient = new T[Network.Layout.Count];
            Inputs = new T[count * inputSize];
            Labels = new byte[count];
            var rng = new Rng(3);
            Network.Initialize(Theta, rng);
            rng.FillUniform(Inputs.AsSpan(), 1);
            foreach (ref byte label in Labels.AsSpan())
                label = (byte)rng.NextInt(10);
        }

        public Network<T> Network { get; }

        public T[] Theta { get; }

        public T[] Gradient { get; }

        public T[] Inputs { get; }

        public byte[] Labels { get; }

        public Batch<T> Batch => new(Inputs, Labels);

        public LossAndAccuracy LossAndGradient() => Network.LossAndGradient(Theta, Batch, Gradient);
    }
}
