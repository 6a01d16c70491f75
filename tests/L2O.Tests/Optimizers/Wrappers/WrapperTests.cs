using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using Xunit;

namespace L2O.Tests.Optimizers.Wrappers;

/// <summary>Wrappers against their formulas, in double precision.</summary>
public sealed class WrapperTests
{
    private static readonly ParameterLayout s_layout = new(("a.weight", [2, 2]), ("a.bias", [2]), ("b.weight", [1, 3]));

    [Fact]
    public void Clipping_by_norm_shortens_the_gradient_of_all_tensors_together()
    {
        OptimizerRun<double> run = new GradientClipping<double>(new Sgd(0.5), norm: 2).Start(s_layout);
        double[] theta = new double[9], gradient = [3, 0, 0, 0, 4, 0, 0, 0, 0], update = new double[9];
        run.Step(theta, gradient, update);
        Assert.Equal([-0.6, 0, 0, 0, -0.8, 0, 0, 0, 0], update, Close); // norm 5 becomes 2
        run.Step(theta, [1, 0, 0, 0, 0, 0, 0, 0, 1], update);
        Assert.Equal([-0.5, 0, 0, 0, 0, 0, 0, 0, -0.5], update, Close); // short enough
    }

    [Fact]
    public void Clipping_by_value_comes_before_clipping_by_norm()
    {
        OptimizerRun<double> run = new GradientClipping<double>(new Sgd(1), norm: 1, value: 3).Start(ParameterLayout.Vector(2));
        double[] update = new double[2];
        run.Step(new double[2], [-100, 4], update);
        Assert.Equal([1 / Math.Sqrt(2), -1 / Math.Sqrt(2)], update, Close);
        run.Step(new double[2], [double.NaN, 4], update);
        Assert.True(double.IsNaN(update[0]));
        Assert.Equal(-3, update[1]);
    }

    [Fact]
    public void Decoupled_decay_around_Adam_is_AdamW_bit_for_bit()
    {
        OptimizerRun<float> wrapped = new Adam(0.02).WithDecoupledDecay(0.3).Start(ParameterLayout.Vector(50));
        OptimizerRun<float> adamW = new AdamW(0.02, weightDecay: 0.3).Start(ParameterLayout.Vector(50));
        float[] theta = [.. OptimizerTable.Random(1).Take(50)], other = [.. theta];
        for (ulong i = 0; i < 5; i++)
        {
            float[] gradient = [.. OptimizerTable.Random(10 + i).Take(50)];
            wrapped.Step(theta, gradient);
            adamW.Step(other, gradient);
        }
        Assert.Equal(other, theta);
    }

    [Fact]
    public void The_decay_of_a_learned_optimizer_is_a_share_of_theta()
    {
        IOptimizer<float> learned = OptimizerTable.Learned(new CoordinateLstm(hiddenSize: 3));
        OptimizerRun<float> plain = learned.Start(s_layout), decayed = learned.WithDecoupledDecay(0.25).Start(s_layout);
        float[] theta = [1, 2, 3, 4, 5, 6, 7, 8, 9], gradient = [.. OptimizerTable.Random(1).Take(9)];
        float[] expected = new float[9], update = new float[9];
        plain.Propose(theta, gradient, expected);
        decayed.Propose(theta, gradient, update);
        Assert.Equal(expected.Zip(theta, static (u, t) => u - 0.25 * t), update.Select(static u => (double)u),
            static (a, b) => Math.Abs(a - b) <= 1e-6);
    }

    [Fact]
    public void A_schedule_scales_the_updates_and_leaves_the_state_alone()
    {
        var schedule = new Schedule(ScheduleKind.Step, warmUp: 2, every: 3, factor: 0.5);
        OptimizerRun<double> scheduled = new Scheduled<double>(new Adam(0.1), schedule).Start(ParameterLayout.Vector(2));
        OptimizerRun<double> plain = ((IOptimizer<double>)new Adam(0.1)).Start(ParameterLayout.Vector(2));
        double[] update = new double[2], expected = new double[2];
        for (int t = 1; t <= 10; t++)
        {
            double[] gradient = [Math.Sin(t), Math.Cos(t)];
            scheduled.Advance([1, 2], gradient, update);
            plain.Advance([1, 2], gradient, expected);
            double share = t <= 2 ? t / 2.0 : Math.Pow(0.5, (t - 3) / 3);
            Assert.Equal([share * expected[0], share * expected[1]], update, Close);
        }
    }

    [Fact]
    public void Shares_follow_their_formulas()
    {
        var cosine = Schedule.Cosine(warmUp: 4, min: 0.1);
        for (int t = 1; t <= 30; t++)
            Assert.Equal(t <= 4 ? t / 4.0 : t > 24 ? 0.1 : 0.1 + 0.9 * (1 + Math.Cos(Math.PI * (t - 5) / 20)) / 2, cosine.ShareAt(t, 24),
                1e-12);
        Assert.Equal(1, new Schedule().ShareAt(1000, null));
        Assert.Equal(0.25, new Schedule(ScheduleKind.Exponential, every: 10, factor: 0.25).ShareAt(11, null), 1e-12);
        Assert.Equal(0.5, new Schedule(ScheduleKind.Exponential, every: 10, factor: 0.25).ShareAt(6, null), 1e-12);
        Assert.Equal(0.3, new Schedule(ScheduleKind.Step, min: 0.3, every: 1, factor: 0.5).ShareAt(9, null));
        Assert.InRange(Schedule.Cosine(warmUp: 10).ShareAt(11, 10), 0, 1); // nothing is left behind the warm-up
    }

    [Fact]
    public void Groups_train_their_own_tensors_alone()
    {
        var grouped = new Grouped<double>(new Sgd(1),
            new ParameterGroup<double>(new TensorSelector("b.*"), null),
            new ParameterGroup<double>(new TensorSelector("role=bias|b.weight"), new GradientClipping<double>(new Sgd(0.5), norm: 1)));
        OptimizerRun<double> run = grouped.Start(s_layout);
        double[] theta = [1, 1, 1, 1, 1, 1, -0.0, 1, 1];
        run.Step(theta, [1, 2, 3, 4, 30, 40, 100, 100, 100]);
        Assert.Equal([0, -1, -2, -3, 0.7, 0.6, 0, 1, 1], theta, Close); // the biases' norm of 50 becomes 1
        Assert.True(double.IsNegative(theta[6]));
        Assert.StartsWith("none of the tensors is left for the group 'c.*'; expected one of a.weight, a.bias, b.weight",
            Assert.Throws<ArgumentException>(() => new Grouped<double>(new Sgd(1),
                new ParameterGroup<double>(new TensorSelector("c.*"), null)).Start(s_layout)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_group_of_everything_is_its_optimizer_bit_for_bit()
    {
        OptimizerRun<float> alone = new Adam(0.1).Start(OptimizerTable.Layout);
        OptimizerRun<float> grouped = new Sgd(1).WithGroup("*", new Adam(0.1)).Start(OptimizerTable.Layout);
        float[] theta = OptimizerTable.Random(1), other = [.. theta];
        for (ulong i = 0; i < 3; i++)
        {
            alone.Step(theta, OptimizerTable.Random(10 + i));
            grouped.Step(other, OptimizerTable.Random(10 + i));
        }
        Assert.Equal(theta, other);
        Assert.Equal(["iteration", "group_0.iteration", "group_0.mean", "group_0.square"],
            OptimizerTable.Saved(grouped).Select(static tensor => tensor.Name));
    }

    [Fact]
    public void Settings_out_of_range_are_refused_with_their_value()
    {
        Assert.Throws<ArgumentOutOfRangeException>("norm", () => new Adam(1).WithClipping(0));
        Assert.Throws<ArgumentOutOfRangeException>("value", () => new Adam(1).WithValueClipping(double.NaN));
        Assert.Throws<ArgumentException>("norm", () => new GradientClipping<float>(new Adam(1), null));
        Assert.Throws<ArgumentOutOfRangeException>("decay", () => new Adam(1).WithDecoupledDecay(-1));
        Assert.Throws<ArgumentOutOfRangeException>("warmUp", () => new Schedule(warmUp: -1));
        Assert.Throws<ArgumentOutOfRangeException>("min", () => new Schedule(min: 1.5));
        Assert.Throws<ArgumentOutOfRangeException>("every", () => new Schedule(every: 0));
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => new Schedule(factor: 0));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => new Schedule((ScheduleKind)9));
        Assert.Throws<ArgumentException>("text", () => new TensorSelector("a||b"));
        Assert.StartsWith("tensors are 'role=bias|role=wieght' with the role 'wieght'; expected one of matrix, bias, normalization",
            Assert.Throws<ArgumentException>(() => new TensorSelector("role=bias|role=wieght")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("groups", () => new Grouped<float>(new Sgd(1)));
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-14;
}
