using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using L2O.Testing;
using L2O.Tests.Optimizers.Learned.Rules;
using L2O.Training;
using Xunit;

namespace L2O.Tests.Optimizers;

public sealed class OptimizerNeedsTests
{
    [Theory]
    [InlineData(null, true, "optimizer 'needy-rule' reads the number of steps, which this run does not have; expected")]
    [InlineData(10, false, "optimizer 'needy-rule' reads the loss, which this run does not have; expected")]
    public void A_need_that_is_not_met_is_refused_at_the_start(int? horizon, bool givesLoss, string message)
    {
        IOptimizer<float> needy = OptimizerTable.Learned(new NeedyRule());
        var context = new RunContext(horizon, givesLoss);
        IOptimizer<float>[] all = [needy, needy.WithClipping(1), new Mixture<float>("one", new MixtureMember<float>(1, needy)),
            new Sgd(1).WithGroup("*", needy)];
        Assert.All(all, optimizer => Assert.StartsWith(message,
            Assert.Throws<ArgumentException>(() => optimizer.Start(ParameterLayout.Vector(3), context)).Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_cosine_needs_the_length_of_the_run_and_other_schedules_do_not()
    {
        Assert.StartsWith("optimizer 'adam' reads the number of steps", Assert.Throws<ArgumentException>(() =>
            new Adam(0.1).WithSchedule(Schedule.Cosine()).Start(ParameterLayout.Vector(3))).Message, StringComparison.Ordinal);
        Assert.NotNull(new Adam(0.1).WithSchedule(Schedule.LinearWarmUp(3)).Start(ParameterLayout.Vector(3)));
        Assert.Throws<ArgumentOutOfRangeException>("horizon", () => new RunContext(0));
    }

    [Fact]
    public void A_step_without_its_loss_is_refused_and_a_diverged_one_is_not()
    {
        OptimizerRun<float> run = OptimizerTable.Learned(new NeedyRule()).Start(ParameterLayout.Vector(3), new RunContext(5, true));
        Assert.StartsWith("a step of an optimizer that reads the loss came without one",
            Assert.Throws<ArgumentException>(() => run.Step(new float[3], new float[3])).Message, StringComparison.Ordinal);
        run.Step(new float[3], new float[3], loss: double.NaN);
        Assert.Equal(1, run.Iteration);
    }

    [Fact]
    public void A_loop_gives_its_loss_and_its_length()
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<float>("mlp-tanh-3", 4, compute);
        IOptimizer<float> needy = OptimizerTable.Learned(new NeedyRule());
        Assert.Throws<ArgumentException>(() => new InnerLoop<float>(task.Network, needy, new Rng(1)));
        var loop = new InnerLoop<float>(task.Network, needy, new Rng(1), horizon: 4);
        OptimizerRun<float> run = needy.Start(task.Network.Layout, new RunContext(4, givesLoss: true));
        float[] theta = loop.Theta.ToArray(), update = new float[theta.Length];
        for (int i = 0; i < 4; i++)
        {
            double loss = loop.Step(task.Batch(i)).Loss;
            run.Step(theta, loop.Gradient, update, loss);
            Assert.Equal(theta, loop.Theta);
            Assert.Equal(update, loop.Update);
        }
    }

    [Fact]
    public void Networks_say_the_roles_of_their_tensors()
    {
        using var compute = new Compute(threads: 1);
        ParameterLayout layout = new NetworkTask<float>("mlp-relu-3-batchnorm", 1, compute).Network.Layout;
        Assert.Equal([TensorRole.Matrix, TensorRole.Bias, TensorRole.Head, TensorRole.Bias, TensorRole.Normalization,
            TensorRole.Normalization], layout.Slots.Select(static slot => slot.Role));
        Assert.Equal([TensorRole.Matrix, TensorRole.Bias],
            new ParameterLayout(("w", [2, 3]), ("b", [2])).Slots.Select(static slot => slot.Role));
    }
}
