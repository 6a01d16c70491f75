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
    [InlineData("adam:clip=1:group(*.bias)=sgd@0.1", false)]
    [InlineData("(0.5*adam@1+0.5*sgd@1):clip=1", true)]
    [InlineData("lion-sgd-0.25:clip=1", true)]
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

    [Theory]
    [InlineData("adam@0.01:schedule=cosine:clip=1:decoupled-decay=0.1", "adam@0.01:decoupled-decay=0.1:clip=1:schedule=cosine")]
    [InlineData("adam:clip-value=0.5:clip=1", "adam:clip-value=0.5:clip=1")]
    [InlineData("sgd@1:warmup=10", "sgd@1:schedule=constant:warmup=10")]
    [InlineData("lion@0.1:schedule=cosine:min=0.1:warmup=5", "lion@0.1:schedule=cosine:warmup=5:min=0.1")]
    [InlineData("sgd@1:schedule=step:step=50:factor=0.5", "sgd@1:schedule=step:step=50:factor=0.5")]
    [InlineData("sgd@1:schedule=exponential:factor=0.5", "sgd@1:schedule=exponential:step=100:factor=0.5")]
    [InlineData("momentum@0.1:weight-decay=5e-4", "momentum@0.1:weight-decay=0.0005")]
    [InlineData("adam@0.01:skip=role=bias", "adam@0.01:skip=role=bias")]
    [InlineData("adam@0.01:group(*.bias)=sgd@0.1", "adam@0.01:group(*.bias)=sgd@0.1")]
    [InlineData("adam@0.01:group(role=bias|b.*)=(sgd@0.1:clip=1):skip=a.*:clip=2",
        "adam@0.01:clip=2:skip=a.*:group(role=bias|b.*)=(sgd@0.1:clip=1)")]
    [InlineData("(0.5*lion@0.005+0.5*sgd@0.1):clip=1", "(0.5*lion@0.005+0.5*sgd@0.1):clip=1")]
    [InlineData("(0.5*lion@0.005+0.5*sgd@0.1)", "0.5*lion@0.005+0.5*sgd@0.1")]
    [InlineData("lion-sgd-0.25:clip=1", "(lion-sgd-0.25):clip=1")]
    [InlineData("0.5*(adam@0.1:clip=1)+0.5*sgd@0.1:clip=2", "0.5*(adam@0.1:clip=1)+0.5*sgd@0.1:clip=2")]
    public void Settings_and_text_say_the_same(string text, string canonical)
    {
        OptimizerSettings settings = OptimizerSettings.Parse(text), again = OptimizerSettings.Parse(canonical);
        Assert.Equal(text, settings.Text);
        Assert.Equal(settings, again);
        Assert.Equal(canonical, OptimizerText.Format(settings));
        Assert.Equal(OptimizerText.IsComplete(text), settings.IsComplete);
        Assert.NotNull(settings.Create<float>(0.1));
    }

    [Fact]
    public void Parts_are_put_around_the_optimizer_in_one_order_whatever_theirs()
    {
        var expected = new Scheduled<double>(new GradientClipping<double>(new Grouped<double>(
            new DecoupledDecay<double>(new Adam(0.01), 0.1), new ParameterGroup<double>(new TensorSelector("second"), new Sgd(0.1))), 1),
            new Schedule(ScheduleKind.Step, every: 2, factor: 0.5));
        AssertSame(expected,
            OptimizerText.Parse<double>("adam@0.01:schedule=step:step=2:factor=0.5:group(second)=sgd@0.1:clip=1:decoupled-decay=0.1"));
        AssertSame(new Mixture<double>("m", new(0.5, new GradientClipping<double>(new Adam(0.1), 1)), new(0.5, new Sgd(0.1))),
            OptimizerText.Parse<double>("0.5*(adam@0.1:clip=1)+0.5*sgd@0.1"));
        AssertSame(new Grouped<double>(new Adam(0.3), new ParameterGroup<double>(new TensorSelector("second"), new Sgd(0.3))),
            OptimizerSettings.Parse("adam:group(second)=sgd").Create<double>(0.3)); // the group takes the searched rate
    }

    [Theory]
    [InlineData("adam@1:clip=0", "optimizer 'adam@1:clip=0' has the part ':clip=0'; expected :clip=NORM with a norm above 0")]
    [InlineData("adam@1:clip-value=x", "optimizer 'adam@1:clip-value=x' has the part ':clip-value=x'; expected :clip-value=BOUND with a")]
    [InlineData("adam@1:decoupled-decay=-1", "optimizer 'adam@1:decoupled-decay=-1' has the part ':decoupled-decay=-1'; expected")]
    [InlineData("adam@1:schedule=cosin", "optimizer 'adam@1:schedule=cosin' has the part ':schedule=cosin'; expected :schedule=KIND with " +
        "one of constant, cosine, step, exponential")]
    [InlineData("adam@1:warmup=2.5", "optimizer 'adam@1:warmup=2.5' has the part ':warmup=2.5'; expected :warmup=STEPS with an integer")]
    [InlineData("adam@1:min=0.1", "optimizer 'adam@1:min=0.1' has the part ':min=0.1'; expected :schedule=KIND beside ':min'")]
    [InlineData("adam@1:schedule=cosine:factor=0.1",
        "optimizer 'adam@1:schedule=cosine:factor=0.1' has the part ':factor=0.1'; expected ':factor' with a schedule of the kind step")]
    [InlineData("adam@1:schedule=step:step=0", "optimizer 'adam@1:schedule=step:step=0' has the part ':step=0'; expected :step=STEPS")]
    [InlineData("adam@1:schedule=step:factor=2", "optimizer 'adam@1:schedule=step:factor=2' has the part ':factor=2'; expected :factor=")]
    [InlineData("adam@1:clip=1:clip=2", "optimizer 'adam@1:clip=1:clip=2' has the part ':clip=2'; expected ':clip' once")]
    [InlineData("adam@1:group(*.bias)", "optimizer 'adam@1:group(*.bias)' has the part ':group(*.bias)'; expected :group(TENSORS)=")]
    [InlineData("adam@1:group(role=x)=sgd@1",
        "optimizer 'adam@1:group(role=x)=sgd@1' has the part ':group(role=x)=sgd@1'; tensors are 'role=x' with the role 'x'; expected")]
    [InlineData("adam@1:group(a)=sdg@1", "optimizer 'adam@1:group(a)=sdg@1' has the part ':group(a)=sdg@1'; unknown optimizer 'sdg'")]
    [InlineData("adam@1:skip=", "optimizer 'adam@1:skip=' has the part ':skip='; tensors are ''; expected names such as *.bias")]
    [InlineData("(adam@1):clip=1", "optimizer '(adam@1):clip=1' has the part '(adam@1)'; expected a mixture in the parentheses")]
    [InlineData("adam", "optimizer 'adam' has the part 'adam'; expected NAME@RATE with a positive rate")]
    [InlineData("adam@1:", "optimizer 'adam@1:' has the part ':'; expected :weight-decay=DECAY")]
    public void Malformed_parts_are_refused_by_name(string text, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<ArgumentException>(() => OptimizerText.Parse<double>(text)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void The_parts_of_a_learned_optimizer_are_split_off_and_checked()
    {
        Assert.Equal(("pretrained/sigmoid", "clip=1:schedule=cosine"),
            OptimizerText.SplitWrappers("pretrained/sigmoid:clip=1:schedule=cosine"));
        Assert.Equal(("C:\\phi", null), OptimizerText.SplitWrappers("C:\\phi"));
        Assert.Equal(("a:b", "group(*)=sgd@1"), OptimizerText.SplitWrappers("a:b:group(*)=sgd@1"));
        Assert.IsType<Scheduled<float>>(OptimizerSettings.ParseWrappers("warmup=3").Wrap<float>(new Sgd(1)));
        foreach ((string parts, string message) in new[]
        {
            ("weight-decay=1", "'weight-decay=1' has a weight-decay, which learned optimizers do not know; expected decoupled-decay"),
            ("clip=-1", "optimizer 'clip=-1' has the part ':clip=-1'; expected :clip=NORM"),
            ("group(*)=sgd", "optimizer 'sgd' has no learning rate; expected NAME@RATE with a positive rate"),
        })
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(() => OptimizerSettings.ParseWrappers(parts)).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_do_not_fit_together_are_refused()
    {
        Assert.StartsWith("mixture 'lion-sgd-0.5' has a learning rate or weight decay of its own",
            Assert.Throws<ArgumentException>(() => new OptimizerSettings("lion-sgd-0.5", learningRate: 0.1)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new OptimizerSettings("adma"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerSettings("adam", learningRate: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OptimizerSettings("adam", clip: 0));
        Assert.StartsWith("optimizer 'adam' has no learning rate",
            Assert.Throws<ArgumentException>(() => new OptimizerSettings("adam").Create<float>()).Message, StringComparison.Ordinal);
    }

    private static void AssertSame(IOptimizer<double> expected, IOptimizer<double> actual)
    {
        var layout = new ParameterLayout(("first", [30]), ("second", [20]));
        (OptimizerRun<double> first, OptimizerRun<double> second) = (expected.Start(layout), actual.Start(layout));
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
