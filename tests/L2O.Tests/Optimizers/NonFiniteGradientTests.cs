using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using Xunit;
using static L2O.Tests.Optimizers.OptimizerTable;

namespace L2O.Tests.Optimizers;

/// <summary>A gradient that is not finite is skipped, refused or passed on, by a setting, by every optimizer alike.</summary>
public sealed class NonFiniteGradientTests
{
    public static TheoryData<string> Names => [.. All.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_skipped_step_changes_nothing_but_the_count(string name)
    {
        OptimizerRun<float> run = Start(name);
        run.NonFinite = NonFiniteGradients.Skip;
        float[] theta = Random(1), gradient = Random(2), bad = [.. gradient], update = new float[Count];
        run.Step(theta, gradient, loss: Loss);
        float[] before = [.. theta];
        float[] state = StateOf(run);

        bad[1700] = float.NaN;
        run.Step(theta, bad, update, Loss);
        run.Advance(theta, bad, update, Loss);
        run.Propose(theta, bad, update, Loss);

        Assert.Equal(before, theta);
        Assert.All(update, static value => Assert.True(value == 0 && float.IsNegative(value)));
        Assert.Equal(state, StateOf(run));
        Assert.Equal((3, 2), (run.Iteration, run.SkippedSteps));
        run.Step(theta, gradient, loss: Loss);
        Assert.All(theta, static value => Assert.True(float.IsFinite(value)));
        run.Reset();
        Assert.Equal(0, run.SkippedSteps);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_refused_step_names_the_tensor_and_changes_nothing(string name)
    {
        OptimizerRun<float> run = Start(name);
        run.NonFinite = NonFiniteGradients.Refuse;
        float[] theta = Random(1), bad = Random(2);
        bad[1000 + 7] = float.PositiveInfinity;
        float[] state = StateOf(run);
        Assert.Equal("gradient of tensor 'second' has Infinity at 7; expected finite numbers",
            Assert.Throws<NotFiniteNumberException>(() => run.Step(theta, bad, loss: Loss)).Message);
        Assert.Equal(Random(1), theta);
        Assert.Equal((0, 0), (run.Iteration, run.SkippedSteps));
        Assert.Equal(state, StateOf(run));
    }

    [Fact]
    public void Sound_gradients_give_the_same_bits_whatever_the_setting()
    {
        float[][] thetas = [.. Enum.GetValues<NonFiniteGradients>().Select(static mode =>
        {
            OptimizerRun<float> run = new Adam(0.01).WithClipping(1).WithNonFiniteGradients(mode).Start(Layout);
            float[] theta = Random(1);
            for (ulong i = 0; i < 3; i++)
                run.Step(theta, Random(10 + i));
            return theta;
        })];
        Assert.Equal(thetas[0], thetas[1]);
        Assert.Equal(thetas[0], thetas[2]);
    }

    [Fact]
    public void A_run_that_skipped_steps_is_saved_and_goes_on()
    {
        OptimizerRun<float> run = new Adam(0.01).WithNonFiniteGradients(NonFiniteGradients.Skip).Start(Layout), other
            = new Adam(0.01).WithNonFiniteGradients(NonFiniteGradients.Skip).Start(Layout);
        float[] theta = Random(1), bad = new float[Count];
        bad[0] = float.NaN;
        run.Step(theta, Random(2));
        run.Step(theta, bad);
        other.Load(new StateReader<float>(Saved(run)));
        Assert.Equal(2, other.Iteration);
        float[] copy = [.. theta];
        run.Step(theta, Random(3));
        other.Step(copy, Random(3));
        Assert.Equal(theta, copy);
    }

    [Fact]
    public void It_is_a_part_of_an_optimizers_text()
    {
        var settings = OptimizerSettings.Parse("adam@0.01:non-finite=skip:clip=1");
        Assert.Equal(NonFiniteGradients.Skip, settings.NonFinite);
        Assert.Equal("adam@0.01:clip=1:non-finite=skip", OptimizerText.Format(settings));
        Assert.Equal(NonFiniteGradients.Skip, settings.Create<float>().Start(Layout).NonFinite);
        Assert.Equal(NonFiniteGradients.Refuse, OptimizerSettings.ParseWrappers("non-finite=refuse")
            .Wrap<float>(new Sgd(1)).Start(Layout).NonFinite);
        Assert.Equal("optimizer 'adam@0.01:non-finite=maybe' has the part ':non-finite=maybe'; expected ':non-finite=skip' or "
            + "':non-finite=refuse'",
            Assert.Throws<ArgumentException>(static () => OptimizerSettings.Parse("adam@0.01:non-finite=maybe")).Message);
    }

    /// <summary>All of the state but the counts.</summary>
    private static float[] StateOf(OptimizerRun<float> run) => [.. Saved(run)
        .Where(static part => !part.Name.EndsWith("iteration", StringComparison.Ordinal)
            && !part.Name.Contains("steps", StringComparison.Ordinal))
        .SelectMany(static part => part.Values)];
}
