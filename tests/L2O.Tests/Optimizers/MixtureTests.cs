using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using Xunit;

namespace L2O.Tests.Optimizers;

public sealed class MixtureTests
{
    private const int Count = 1500;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void All_the_weight_on_one_member_is_that_member_bit_for_bit(int member)
    {
        IOptimizer<float>[] members = [new AdamW(0.02, weightDecay: 0.1), Learned()];
        var mixture = new Mixture<float>("one",
            [.. members.Select((optimizer, k) => new MixtureMember<float>(k == member ? 1 : 0, optimizer))]);
        Assert.Equal(Train(members[member]), Train(mixture));
        Assert.Equal(Train(members[member]), Train(new Mixture<float>("alone", new MixtureMember<float>(1, members[member]))));
    }

    [Fact]
    public void The_update_is_the_weighted_sum_of_what_the_members_propose_at_the_same_theta_and_gradient()
    {
        // AdamW's decay reads theta: the sum shows whether it reads the theta in front of Lion's move.
        IOptimizer<double> lion = new Lion(0.1), adamW = new AdamW(0.2, weightDecay: 0.5);
        OptimizerRun<double> first = lion.Start(ParameterLayout.Vector(2)), second = adamW.Start(ParameterLayout.Vector(2));
        OptimizerRun<double> mixed = new Mixture<double>("pair", new(0.25, lion), new(-0.5, adamW)).Start(ParameterLayout.Vector(2));
        double[] theta = [1, -2], expected = [1, -2], a = new double[2], b = new double[2];
        for (int t = 1; t <= 12; t++)
        {
            double[] gradient = [Math.Sin(t), Math.Cos(t)], atA = [.. expected], atB = [.. expected];
            first.Step(atA, gradient, a);
            second.Step(atB, gradient, b);
            for (int i = 0; i < 2; i++)
                expected[i] += 0.25 * a[i] - 0.5 * b[i];
            mixed.Step(theta, gradient);
            Assert.Equal(expected, theta, static (x, y) => Math.Abs(x - y) <= 1e-14);
        }
    }

    [Fact]
    public void Lion_sgd_is_the_studys_mixture()
    {
        Mixture<double> mixture = Mixture<double>.LionSgd(0.25);
        Assert.Equal("lion-sgd-0.25", mixture.Name);
        Assert.Equal([new(0.25, new Lion(0.005)), new(0.75, new Sgd(0.5, 0.9))], mixture.Members);
        double[] theta = [1];
        OptimizerRun<double> run = mixture.Start(ParameterLayout.Vector(1));
        run.Step(theta, [0.2]);
        Assert.Equal(1 - 0.25 * 0.005 - 0.75 * 0.5 * 0.2, theta[0], 1e-15);
        run.Step(theta, [0.2]); // the velocity is now 0.2 + 0.9·0.2
        Assert.Equal(1 - 2 * 0.25 * 0.005 - 0.75 * 0.5 * (0.2 + 0.38), theta[0], 1e-15);
    }

    [Fact]
    public void A_stored_state_names_the_member_and_a_missing_one_is_reported_by_that_name()
    {
        OptimizerRun<float> run = Mixture<float>.LionSgd(0.5).Start(ParameterLayout.Vector(2));
        var writer = new StateWriter<float>();
        run.Save(writer);
        Assert.Equal(["iteration", "member_0.iteration", "member_0.momentum", "member_1.iteration", "member_1.velocity"],
            writer.Tensors.Select(static t => t.Name));
        var withoutLast = new StateReader<float>(writer.Tensors.SkipLast(1));
        Assert.StartsWith("state 'member_1.velocity' is missing",
            Assert.Throws<InvalidDataException>(() => run.Load(withoutLast)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_out_of_range_are_refused_with_their_value()
    {
        Assert.StartsWith("lambda is 1.5; expected a number from 0 to 1",
            Assert.Throws<ArgumentOutOfRangeException>(() => Mixture<float>.LionSgd(1.5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("lambda", () => Mixture<float>.LionSgd(double.NaN));
        Assert.StartsWith("weight is Infinity; expected a finite number",
            Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureMember<float>(double.PositiveInfinity, new Sgd(1))).Message,
            StringComparison.Ordinal);
        Assert.StartsWith("mixture 'none' has 0 members; expected at least 1",
            Assert.Throws<ArgumentException>(() => new Mixture<float>("none")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("name", () => new Mixture<float>(" ", new MixtureMember<float>(1, new Sgd(1))));
    }

    private static float[] Train(IOptimizer<float> optimizer)
    {
        OptimizerRun<float> run = optimizer.Start(ParameterLayout.Vector(Count));
        float[] theta = Random(1);
        for (ulong t = 0; t < 12; t++)
            run.Step(theta, Random(10 + t));
        return theta;
    }

    private static float[] Random(ulong seed)
    {
        float[] values = new float[Count];
        new Rng(seed).FillUniform(values.AsSpan(), 1);
        return values;
    }

    private static LearnedOptimizer<float> Learned()
    {
        var settings = new CoordinateLstm(hiddenSize: 5);
        float[] phi = new float[settings.PhiLayout().Count];
        settings.InitializePhi<float>(phi, new Rng(3));
        return settings.Bind<float>(phi, new Compute(threads: 1));
    }
}
