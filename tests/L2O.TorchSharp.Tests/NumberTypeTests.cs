using L2O.Optimizers;
using L2O.Optimizers.Learned.Velo;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace L2O.TorchSharp.Tests;

/// <summary>Parameters that are no contiguous floats.</summary>
public sealed class NumberTypeTests
{
    private static readonly IOptimizer<float> s_velo = OptimizerSet.Draw(new Velo(lstmSize: 6, bankSize: 3, learningRate: 1));

    [Theory]
    [InlineData(ScalarType.Float16)]
    [InlineData(ScalarType.BFloat16)]
    public void Halves_are_stepped_as_floats_and_rounded_once(ScalarType type)
    {
        foreach (IOptimizer<float> rule in (IOptimizer<float>[])[new Adam(0.01), s_velo])
        {
            using Sequential model = Models.TwoLayers();
            model.to(type);
            using var optimizer = new TorchOptimizer(model, rule, 20);
            var own = new OwnLoop(model, rule, 20, static name => name == "head.weight" ? L2O.Numerics.TensorRole.Head : null);
            float[] start = [.. own.Theta];

            for (int step = 0; step < 20; step++)
            {
                using var scope = NewDisposeScope();
                Fill(model, step);
                optimizer.step(() => 1);
                own.Step(1);
                for (int i = 0; i < own.Theta.Length; i++)
                    own.Theta[i] = type == ScalarType.Float16 ? (float)(Half)own.Theta[i] : RoundedToBFloat16(own.Theta[i]);
                TrajectoryTests.AssertSameBits(own.Theta, Models.ValuesOf(model), step);
            }
            Assert.All(model.parameters(), parameter => Assert.Equal(type, parameter.dtype));
            Assert.NotEqual(start, own.Theta);
        }
    }

    [Fact]
    public void Strided_parameters_and_gradients_are_stepped_in_the_order_of_their_rows()
    {
        manual_seed(1);
        using var strided = new Parameter(randn(4, 3).t());
        using var plain = new Parameter(strided.detach().clone().contiguous());
        Assert.False(strided.is_contiguous());
        using var one = new TorchOptimizer(Named(strided), s_velo, 20);
        using var other = new TorchOptimizer(Named(plain), s_velo, 20);

        for (int step = 0; step < 20; step++)
        {
            using var scope = NewDisposeScope();
            Tensor gradient = randn(3, 4);
            strided.grad = step % 2 == 0 ? gradient : gradient.t().contiguous().t();
            plain.grad = gradient;
            one.step(() => 1);
            other.step(() => 1);
            TrajectoryTests.AssertSameBits(Models.ValuesOf(plain), Models.ValuesOf(strided), step);
        }
        Assert.False(strided.is_contiguous());
    }

    [Fact]
    public void A_gradient_that_repeats_one_number_is_read()
    {
        using var parameter = new Parameter(zeros(3, 2));
        using var optimizer = new TorchOptimizer(Named(parameter), new Sgd(0.5));
        using (Tensor sum = parameter.sum())
            sum.backward();
        using Tensor gradient = parameter.grad!;
        gradient.fill_(1);
        parameter.grad = ones(1).expand(3, 2);

        optimizer.step();

        Assert.Equal(Enumerable.Repeat(-0.5f, 6), Models.ValuesOf(parameter));
    }

    [Theory]
    [InlineData("adam", 30)]
    [InlineData("velo", 30)]
    [InlineData("l2o, clipped, adam for normalizations", 30)]
    [InlineData("a rule that looks at all tensors at once", 53)]
    public void Copies_go_through_a_buffer_of_the_largest_tensor_where_tensors_are_taken_in_turn(string name, int expected)
    {
        using Sequential model = Models.TwoLayers();
        model.to(ScalarType.BFloat16);
        IOptimizer<float> rule = name.StartsWith("a rule", StringComparison.Ordinal) ? OptimizerSet.Draw(new JointStep())
            : name.StartsWith("l2o", StringComparison.Ordinal)
                ? LearnedOptimizer.Load("pretrained/sigmoid").WithGroup("role=head", new Adam(0.01)).WithClipping(1)
                : OptimizerSet.All[name];
        using var optimizer = new TorchOptimizer(model, rule, 20);
        float[] start = Models.ValuesOf(model);

        Fill(model, 1);
        optimizer.step(() => 1);

        Assert.Equal(2 * expected, optimizer.BufferLength);
        Assert.NotEqual(start, Models.ValuesOf(model));
    }

    [Fact]
    public void A_rule_that_looks_at_all_tensors_at_once_sees_each_of_them()
    {
        using Sequential model = Models.TwoLayers();
        model.to(ScalarType.BFloat16);
        using var optimizer = new TorchOptimizer(model, OptimizerSet.Draw(new JointStep()));
        foreach (Parameter parameter in model.parameters())
        {
            using (no_grad())
                parameter.fill_(1);
            parameter.grad = ones_like(parameter);
        }

        optimizer.step();

        Assert.All(Models.ValuesOf(model), static value => Assert.Equal(0.75f, value));
    }

    private static (string name, Parameter parameter)[] Named(Parameter parameter) => [("weight", parameter)];

    private static void Fill(Sequential model, long seed)
    {
        manual_seed(seed);
        foreach (Parameter parameter in model.parameters())
            parameter.grad = randn(parameter.shape).to(parameter.dtype);
    }

    private static float RoundedToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return BitConverter.UInt32BitsToSingle((bits + 0x7fff + ((bits >> 16) & 1)) & 0xffff0000);
    }
}
