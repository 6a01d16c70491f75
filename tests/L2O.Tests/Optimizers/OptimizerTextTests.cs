using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using Xunit;

namespace L2O.Tests.Optimizers;

public sealed class OptimizerTextTests
{
    [Theory]
    [InlineData("adam", false)]
    [InlineData("adam@0.01", true)]
    [InlineData("lion-sgd-0.25", true)]
    [InlineData("1*adam@0.01", true)]
    public void A_text_is_complete_if_no_rate_is_left_to_search(string text, bool complete) =>
        Assert.Equal(complete, OptimizerText.IsComplete(text));

    [Fact]
    public void Texts_mean_what_they_say()
    {
        AssertSame(new Adam(0.01), OptimizerText.Parse<double>("adam@1e-2"));
        AssertSame(Mixture<double>.LionSgd(0.25), OptimizerText.Parse<double>("lion-sgd-0.25"));
        AssertSame(Mixture<double>.LionSgd(0.25), OptimizerText.Parse<double>("0.25*lion@0.005 + 0.75*momentum@0.5"));
        Assert.Equal(new Sgd(0.1, 0.9, weightDecay: 5e-4), OptimizerText.Parse<double>("momentum@0.1:weight-decay=0.0005"));
        Assert.Equal(new Sgd(0.1, 0.9, nesterov: true, weightDecay: 0.01), OptimizerText.Parse<double>("nesterov@0.1:weight-decay=0.01"));
        Assert.Equal(new Adam(0.1, weightDecay: 0.01), OptimizerText.Parse<double>("adam@0.1:weight-decay=0.01"));
        Assert.Equal(0.02, ((AdamW)OptimizerText.Parse<double>("adamw@0.1:weight-decay=0.02")).WeightDecay);
        Assert.Equal(new Lion(0.1, weightDecay: 0.02), OptimizerText.Parse<double>("lion@0.1:weight-decay=0.02"));
        Assert.Equal("0.5*lion@0.005+0.5*sgd@0.1", OptimizerText.Parse<double>("0.5*lion@0.005+0.5*sgd@0.1").Name);
    }

    [Theory]
    [InlineData("lion-sgd-x", "optimizer 'lion-sgd-x' has the weight 'x'; expected a number from 0 to 1")]
    [InlineData("adam@-1", "optimizer 'adam@-1' has the part 'adam@-1'; expected NAME@RATE with a positive rate")]
    [InlineData("loin@1", "unknown optimizer 'loin'")]
    [InlineData("0.5*adam", "optimizer '0.5*adam' has the part 'adam'; expected NAME@RATE")]
    [InlineData("adam@1+sgd@1", "optimizer 'adam@1+sgd@1' has the part 'adam@1'; expected WEIGHT*NAME@RATE")]
    [InlineData("2*adam@1+x*sgd@1", "optimizer '2*adam@1+x*sgd@1' has the part 'x*sgd@1'; expected WEIGHT*NAME@RATE")]
    [InlineData("sgd@1:weight-decay=-1", "optimizer 'sgd@1:weight-decay=-1' has the part ':weight-decay=-1'; expected :weight-decay=DECAY")]
    [InlineData("sgd@1:momentum=0.5", "optimizer 'sgd@1:momentum=0.5' has the part ':momentum=0.5'; expected :weight-decay=DECAY")]
    [InlineData("rmsprop@1:weight-decay=1",
        "optimizer 'rmsprop' knows no weight decay; expected sgd, momentum, nesterov, adam, adamw, lion")]
    public void Others_are_refused_with_the_part_that_is_wrong(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => OptimizerText.Parse<double>(text)).Message,
            StringComparison.Ordinal);

    private static void AssertSame(IOptimizer<double> expected, IOptimizer<double> actual)
    {
        var layout = ParameterLayout.Vector(50);
        (IOptimizerRun<double> first, IOptimizerRun<double> second) = (expected.Start(layout), actual.Start(layout));
        double[] theta = new double[50], other = new double[50], gradient = new double[50];
        for (ulong step = 0; step < 5; step++)
        {
            new Rng(step).FillUniform<double>(gradient, 1);
            first.Step(theta, gradient);
            second.Step(other, gradient);
        }
        Assert.Equal(theta, other);
    }
}
