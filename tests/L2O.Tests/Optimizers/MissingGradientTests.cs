using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Rules;
using Xunit;
using static L2O.Tests.Optimizers.OptimizerTable;

namespace L2O.Tests.Optimizers;

public sealed class MissingGradientTests
{
    public static TheoryData<string> Corrected =>
        ["adam", "adamw", "momentum", "rnnprop", "learnable adam", "celo2", "adam, clipped by value"];

    /// <summary>Bias corrections count a tensor's own steps: one that begins late begins as if the run did.</summary>
    [Theory]
    [MemberData(nameof(Corrected))]
    public void A_tensor_that_begins_late_is_trained_as_by_a_run_that_begins_then(string name)
    {
        IOptimizer<float> optimizer = name switch
        {
            "rnnprop" => OptimizerTable.Learned(new RnnProp(hiddenSize: 5)),
            "learnable adam" => OptimizerTable.Learned(new LearnableAdam()),
            "celo2" => OptimizerTable.Learned(new Celo2(learningRate: 0.01)),
            "adam, clipped by value" => OptimizerSettings.Parse("adam@0.1:clip-value=0.5").Create<float>(),
            _ => OptimizerSettings.Parse(name).Create<float>(0.1),
        };
        var layout = new ParameterLayout(("early", [40]), ("late", [70]));
        OptimizerRun<float> run = optimizer.Start(layout), late = optimizer.Start(layout.Part([1]));
        float[] start = [.. Random(1).Take(110)], expected = [.. start.Skip(40)];
        var theta = new ScatteredTensors(layout, start);
        for (ulong i = 0; i < 8; i++)
        {
            float[] gradient = [.. Random(10 + i).Take(110)];
            run.Step(theta.Spans, new ScatteredTensors(layout, gradient, missing: i < 3 ? 1 : -1).Spans);
            if (i >= 3)
                late.Step(expected, gradient.AsSpan(40));
        }
        Assert.Equal(expected, theta.ToFlat()[40..]);
    }

    [Fact]
    public void A_state_shared_by_all_coordinates_needs_all_gradients()
    {
        OptimizerRun<float> run = OptimizerTable.Learned(new CoordinateLstm(5, sharedState: true)).Start(Layout);
        var theta = new ScatteredTensors(Layout, Random(1));
        run.Step(theta.Spans, new ScatteredTensors(Layout, Random(2)).Spans);
        Assert.StartsWith("a tensor has no gradient, and the shared state", Assert.Throws<ArgumentException>(() =>
            run.Step(theta.Spans, new ScatteredTensors(Layout, Random(2), missing: 1).Spans)).Message, StringComparison.Ordinal);
        Assert.Equal(1, run.Iteration);
    }

    [Fact]
    public void Tensors_must_fit_the_layout()
    {
        OptimizerRun<float> run = new Adam(0.1).Start(Layout);
        var two = new ParameterLayout(("first", [Count / 2]), ("second", [Count / 2]));
        var other = new ScatteredTensors(two, Random(1));
        Assert.StartsWith("theta has 2 tensors; expected 3",
            Assert.Throws<ArgumentException>(() => run.Step(other.Spans, other.Spans)).Message, StringComparison.Ordinal);
        Assert.StartsWith("theta has 0 values for tensor 'second'", Assert.Throws<ArgumentException>(() =>
            run.Step(new ScatteredTensors(Layout, Random(1), missing: 1).Spans, new ScatteredTensors(Layout, Random(2)).Spans)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("there are 2 tensors; expected 3",
            Assert.Throws<ArgumentException>(() => new TensorSpans<float>(Layout, other)).Message, StringComparison.Ordinal);
    }
}
