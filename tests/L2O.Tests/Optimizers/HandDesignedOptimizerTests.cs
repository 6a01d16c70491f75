using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using Xunit;

namespace L2O.Tests.Optimizers;

public sealed class HandDesignedOptimizerTests
{
    [Fact]
    public void Sgd_moves_by_the_learning_rate_times_the_gradient() =>
        Assert.Equal([0.9, 2.1], Run(new Sgd(0.1), [1, 2], [1, -1], 1), Close);

    [Fact]
    public void Momentum_on_a_constant_gradient_sums_a_geometric_series()
    {
        // v_t = g·(1 - m^t)/(1 - m); theta_0 - theta_T = lr·Σ v_t.
        double sum = Enumerable.Range(1, 12).Sum(t => (1 - Math.Pow(0.9, t)) / 0.1);
        Assert.Equal([1 - 0.1 * 0.5 * sum], Run(new Sgd(0.1, 0.9), [1], [0.5], 12), Close);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.8, false)]
    [InlineData(0.8, true)]
    public void Sgd_adds_the_weight_decay_to_the_gradient(double momentum, bool nesterov)
    {
        double theta = 0.7, v = 0;
        AssertFollows(new Sgd(0.02, momentum, nesterov, weightDecay: 0.3), theta, (t, raw) =>
        {
            double g = raw + 0.3 * theta;
            v = momentum * v + g;
            return theta -= 0.02 * (nesterov ? g + momentum * v : v);
        });
    }

    [Fact]
    public void Adam_on_a_constant_gradient_moves_by_the_learning_rate_each_step()
    {
        // Both bias-corrected means are exact for a constant: g and g².
        double step = 0.01 * 0.5 / (0.5 + 1e-8);
        Assert.Equal([1 - 12 * step], Run(new Adam(0.01), [1], [0.5], 12), Close);
    }

    [Fact]
    public void Adam_matches_its_definition_after_12_steps()
    {
        double theta = 0.7, m = 0, v = 0;
        var run = ((IOptimizer<double>)new Adam(0.02, 0.8, 0.95, 1e-6, 0.1)).Start(ParameterLayout.Vector(1));
        double[] ours = [theta];
        for (int t = 1; t <= 12; t++)
        {
            double raw = Math.Sin(t), g = raw + 0.1 * theta;
            m = 0.8 * m + 0.2 * g;
            v = 0.95 * v + 0.05 * g * g;
            theta -= 0.02 * (m / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-6);
            run.Step(ours, [raw]);
        }
        Assert.Equal(theta, ours[0], 1e-14);
    }

    [Fact]
    public void Nesterov_matches_its_definition_after_12_steps()
    {
        double theta = 0.7, v = 0;
        AssertFollows(new Sgd(0.02, 0.8, nesterov: true), theta, (t, raw) =>
        {
            v = t == 1 ? raw : 0.8 * v + raw;
            return theta -= 0.02 * (raw + 0.8 * v);
        });
    }

    [Fact]
    public void AdamW_matches_its_definition_after_12_steps()
    {
        double theta = 0.7, m = 0, v = 0;
        AssertFollows(new AdamW(0.02, 0.8, 0.95, 1e-6, 0.3), theta, (t, raw) =>
        {
            m = 0.8 * m + 0.2 * raw;
            v = 0.95 * v + 0.05 * raw * raw;
            theta *= 1 - 0.02 * 0.3;
            return theta -= 0.02 * (m / (1 - Math.Pow(0.8, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.95, t))) + 1e-6);
        });
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.7)]
    public void RmsProp_matches_its_definition_after_12_steps(double momentum)
    {
        double theta = 0.7, s = 0, v = 0;
        AssertFollows(new RmsProp(0.02, 0.95, 1e-6, momentum), theta, (t, raw) =>
        {
            s = 0.95 * s + 0.05 * raw * raw;
            v = momentum * v + raw / (Math.Sqrt(s) + 1e-6);
            return theta -= 0.02 * v;
        });
    }

    [Fact]
    public void AdamW_without_decay_is_Adam_bit_for_bit_and_its_decay_is_not_Adams()
    {
        double[] adam = Run(new Adam(0.02), [0.7, -2], [0.5, 1], 12);
        Assert.Equal(adam, Run(new AdamW(0.02, weightDecay: 0), [0.7, -2], [0.5, 1], 12));
        // On a constant gradient Adam's L2 decay vanishes in the normalization: one step moves by the rate. The decoupled one shows.
        Assert.Equal([2 - 0.1], Run(new Adam(0.1, weightDecay: 0.5), [2], [1], 1), static (a, b) => Math.Abs(a - b) <= 1e-8);
        Assert.Equal([2 * (1 - 0.1 * 0.5) - 0.1], Run(new AdamW(0.1, weightDecay: 0.5), [2], [1], 1),
            static (a, b) => Math.Abs(a - b) <= 1e-8);
    }

    [Fact]
    public void Lion_moves_by_the_learning_rate_against_the_blended_sign_and_stands_still_at_zero()
    {
        var run = ((IOptimizer<double>)new Lion(0.1)).Start(ParameterLayout.Vector(3));
        double[] theta = [1, 1, 1], update = new double[3];
        run.Step(theta, [0.01, -30, 0], update);
        Assert.Equal([-0.1, 0.1, 0], update);
        // Now m = (0.0001, -0.3, 0). The first blend, 0.9·0.0001 - 0.1·0.01, has the gradient's sign; the second, -0.9·0.3 + 0.1·2, the
        // momentum's.
        run.Step(theta, [-0.01, 2, 0], update);
        Assert.Equal([0.1, 0.1, 0], update);
    }

    [Fact]
    public void Lion_decays_the_weights_apart_from_the_gradient() =>
        Assert.Equal([2 * (1 - 0.1 * 0.05) - 0.1], Run(new Lion(0.1, weightDecay: 0.05), [2], [1], 1), Close);

    [Theory]
    [InlineData(0.0, "learningRate is 0; expected a finite number above 0")]
    [InlineData(-1.5, "learningRate is -1.5; expected a finite number above 0")]
    [InlineData(double.NaN, "learningRate is NaN; expected a finite number above 0")]
    public void Learning_rates_out_of_range_are_refused_with_their_value(double rate, string message)
    {
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(rate)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(rate)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => new AdamW(rate)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(rate)).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => new Lion(rate)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_settings_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new Sgd(0.1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new Sgd(0.1, 0, nesterov: true)); // nothing to look ahead along
        Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new Sgd(0.1, weightDecay: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new AdamW(0.1, weightDecay: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("alpha", () => new RmsProp(0.1, alpha: 1));
        Assert.Throws<ArgumentOutOfRangeException>("momentum", () => new RmsProp(0.1, momentum: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("beta1", () => new Adam(0.1, beta1: -0.1));
        Assert.Throws<ArgumentOutOfRangeException>("epsilon", () => new Adam(0.1, epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>("beta2", () => new Lion(0.1, beta2: 1));
        Assert.Throws<ArgumentOutOfRangeException>("weightDecay", () => new Lion(0.1, weightDecay: -1));
    }

    [Fact]
    public void The_catalog_makes_each_optimizer_under_its_own_name()
    {
        foreach (string name in OptimizerCatalog.Names)
            Assert.Equal(name, OptimizerCatalog.Factory<float>(name)(0.25).Name);
        Assert.Equal(new Sgd(0.25, 0.9, nesterov: true), OptimizerCatalog.Factory<double>("nesterov")(0.25));
        Assert.Equal(new Sgd(0.25, 0.9), OptimizerCatalog.Factory<double>("momentum")(0.25));
    }

    [Fact]
    public void An_unknown_optimizer_is_refused_with_the_nearest_name() =>
        Assert.Equal("unknown optimizer 'adma'; expected sgd, momentum, nesterov, adam, adamw, rmsprop, lion, nadamw, muon, "
            + "schedule-free-adamw; did you mean 'adam'?",
            Assert.Throws<ArgumentException>(() => OptimizerCatalog.Factory<float>("adma")).Message);

    /// <param name="optimizer">What is checked.</param>
    /// <param name="start">Theta in front of the first step.</param>
    /// <param name="reference">From the iteration and the gradient to the next theta.</param>
    private static void AssertFollows(IOptimizer<double> optimizer, double start, Func<int, double, double> reference)
    {
        OptimizerRun<double> run = optimizer.Start(ParameterLayout.Vector(1));
        double[] ours = [start];
        for (int t = 1; t <= 12; t++)
        {
            double raw = Math.Sin(t);
            run.Step(ours, [raw]);
            Assert.Equal(reference(t, raw), ours[0], 1e-14);
        }
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-14;

    private static double[] Run(IOptimizer<double> optimizer, double[] theta, double[] gradient, int steps)
    {
        OptimizerRun<double> run = optimizer.Start(ParameterLayout.Vector(theta.Length));
        for (int i = 0; i < steps; i++)
            run.Step(theta, gradient);
        return theta;
    }
}
