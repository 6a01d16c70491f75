using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Rules;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

public sealed class LearnableAdamTests
{
    [Theory]
    [InlineData(0.01, 0.9, 0.999, 1e-8)]
    [InlineData(0.3, 0.5, 0.95, 1e-3)]
    [InlineData(0.07, 0, 0.123, 1e-6)]
    public void At_zero_it_is_Adam_with_its_constants_bit_for_bit(double rate, double beta1, double beta2, double epsilon)
    {
        using var compute = new Compute(1);
        var layout = ParameterLayout.Vector(2000);
        OptimizerRun<float> learned = new LearnableAdam(rate, beta1, beta2, epsilon).Bind<float>(new float[4], compute).Start(layout);
        AssertSameSteps(((IOptimizer<float>)new Adam(rate, beta1, beta2, epsilon)).Start(layout), learned);
    }

    [Theory]
    [InlineData(0.1, 0.9)]
    [InlineData(2, 0)]
    public void At_zero_learnable_SGD_is_SGD_bit_for_bit(double rate, double momentum)
    {
        using var compute = new Compute(1);
        var layout = ParameterLayout.Vector(2000);
        OptimizerRun<float> learned = new LearnableSgd(rate, momentum).Bind<float>(new float[2], compute).Start(layout);
        AssertSameSteps(((IOptimizer<float>)new Sgd(rate, momentum)).Start(layout), learned);
    }

    [Fact]
    public void Phi_moves_rates_by_factors_and_decays_along_their_logits()
    {
        using var compute = new Compute(1);
        var layout = ParameterLayout.Vector(2000);
        double[] phi = [Math.Log(2), Math.Log(3), -Math.Log(2), Math.Log(10)];
        LearnedRun<double> learned = new LearnableAdam(0.01, 0.9, 0.99, 1e-3).Bind<double>(phi, compute).Start(layout);
        // The odds 9 and 99 become 27 and 49.5.
        OptimizerRun<double> expected = ((IOptimizer<double>)new Adam(0.02, 27.0 / 28, 49.5 / 50.5, 1e-2)).Start(layout);
        double[] theta = new double[2000], other = new double[2000], gradient = new double[2000];
        for (ulong step = 0; step < 10; step++)
        {
            new Rng(step).FillUniform<double>(gradient, 1);
            learned.Step(theta, gradient);
            expected.Step(other, gradient);
        }
        Assert.Equal(other, theta, static (a, b) => Math.Abs(a - b) < 1e-14);
    }

    private static void AssertSameSteps(OptimizerRun<float> expected, OptimizerRun<float> actual)
    {
        float[] theta = new float[2000], other = new float[2000], gradient = new float[2000];
        new Rng(1).FillUniform<float>(theta, 1);
        theta.CopyTo(other, 0);
        for (ulong step = 0; step < 20; step++)
        {
            new Rng(10 + step).FillUniform<float>(gradient, 1);
            expected.Step(theta, gradient);
            actual.Step(other, gradient);
            Assert.Equal(theta.Select(BitConverter.SingleToInt32Bits), other.Select(BitConverter.SingleToInt32Bits));
        }
    }
}
