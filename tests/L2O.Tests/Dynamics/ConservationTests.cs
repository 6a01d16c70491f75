using L2O.Dynamics;
using L2O.Dynamics.Symmetry;
using L2O.Numerics;
using L2O.Optimizees;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class ConservationTests
{
    private const int Steps = 60;

    [Theory]
    [InlineData("mlp-relu-7-5", 0, false, 0)]
    [InlineData("mlp-relu-7-5", 0, false, 0.1)]
    [InlineData("mlp-relu-7-5", 0.9, false, 0)]
    [InlineData("mlp-leaky-relu-7", 0.8, false, 0.1)]
    [InlineData("mlp-mixed-feature-9", 0.8, false, 0.1)]
    [InlineData("affine-9+relu+conv-2-1x1+relu+affine-3", 0.8, false, 0.1)]
    [InlineData("mlp-sigmoid-7", 0.8, true, 0.1)] // Nesterov: column sums alone
    public void What_sgd_changes_is_what_the_closed_form_predicts(string name, double momentum, bool nesterov, double weightDecay)
    {
        MeasuredRows rows = Train(name, new Sgd(0.1, momentum, nesterov, weightDecay), Steps);
        int compared = 0;
        foreach (Measurement measured in rows.Rows.Where(static row => row.Measure.EndsWith("change", StringComparison.Ordinal)))
            if (rows.Rows.Where(row => row.Iteration == measured.Iteration && row.Target == measured.Target
                && row.Measure == measured.Measure + "_predicted" && row.Position.Equals(measured.Position)) is var found && found.Any())
            {
                Assert.Equal(found.Single().Value, measured.Value, 1e-12);
                compared++;
            }
        Assert.Equal(rows.Rows.Count, 2 * compared);
        foreach (string kind in rows.Rows.Select(static row => row.Measure)
            .Where(static measure => measure.EndsWith("change", StringComparison.Ordinal)).Distinct())
            if (weightDecay > 0 || !kind.StartsWith("translation", StringComparison.Ordinal))
                Assert.True(rows.Value(Steps + 1, "all", kind) > 1e-4, $"{kind} hardly changes: the comparison shows nothing");
    }

    [Fact]
    public void In_front_of_a_batch_norm_the_prediction_holds_up_to_epsilon()
    {
        MeasuredRows rows = Train("mlp-sigmoid-7-batchnorm", new Sgd(0.1, weightDecay: 0.01), Steps);
        double measured = rows.Value(Steps + 1, "scale layers.mat_0", "scale_conserved_change"),
            predicted = rows.Value(Steps + 1, "scale layers.mat_0", "scale_conserved_change_predicted");
        Assert.True(Math.Abs(measured) > 1e-2);
        Assert.Equal(measured, predicted, 1e-3 * Math.Abs(measured));
        Assert.NotEqual(measured, predicted, 1e-12);
    }

    [Fact]
    public void Gradient_flow_conserves_so_the_change_halves_with_the_learning_rate_at_the_same_time()
    {
        double[] changes =
            [.. new[] { 1, 2, 4 }.Select(finer => Train("mlp-leaky-relu-7", new Sgd(0.02 / finer), 30 * finer, sameBatch: true)
            .Value(30 * finer + 1, "all", "rescale_conserved_change"))];
        Assert.InRange(changes[1] / changes[0], 0.45, 0.55);
        Assert.InRange(changes[2] / changes[1], 0.47, 0.53);
    }

    [Fact]
    public void The_continuous_form_with_exponential_decay_is_the_limit_of_small_steps()
    {
        // Q(t) = Q(0)·e^(-2dt) + η·∫ e^(-2d(t - s))·Q(g(s)) ds, t = η·steps; its error is of the order of η·d, beside the exact recursion's
        // none.
        const double decay = 0.5;
        double[] errors = [.. new[] { 0.04, 0.02 }.Select(rate =>
        {
            int steps = (int)(1 / rate);
            var forces = new Forces(0);
            MeasuredRows rows = Train("mlp-leaky-relu-7", new Sgd(rate, weightDecay: decay), steps, sameBatch: true, other: forces);
            double start = forces.Start, integral = 0;
            for (int step = 0; step < steps; step++)
                integral += rate * rate * Math.Exp(-2 * decay * rate * (steps - step - 1)) * forces.Values[step];
            double continuous = start * (Math.Exp(-2 * decay * rate * steps) - 1) + integral;
            return Math.Abs(continuous - rows.Values(steps + 1, "rescale layers.mat_0", "rescale_conserved_change")[0]);
        })];
        Assert.InRange(errors[0], 1e-6, 1e-2);
        Assert.InRange(errors[1] / errors[0], 0.4, 0.6);
    }

    [Fact]
    public void Without_a_closed_form_only_the_measured_change_is_written()
    {
        foreach (IOptimizer<double> optimizer in new IOptimizer<double>[] { new Adam(0.1),
            new Mixture<double>("half", new MixtureMember<double>(0.5, new Sgd(0.1))) })
            Assert.DoesNotContain(Train("mlp-relu-7-5", optimizer, 3).Rows,
                static row => row.Measure.EndsWith("predicted", StringComparison.Ordinal));
        Assert.Equal(["translation_conserved_change_predicted"],
            Train("mlp-relu-7-5", new Sgd(0.1, 0.9, nesterov: true), 3).Rows.Select(static row => row.Measure)
                .Where(static measure => measure.EndsWith("predicted", StringComparison.Ordinal)).Distinct());
        using var compute = new Compute(threads: 1);
        Network<double> network = new NetworkTask<double>("mlp-relu-7", 1, compute).Network;
        Assert.StartsWith("no closed form for 'rescale layers.mat_0' under 'nesterov'", Assert.Throws<ArgumentException>(
            () => new SgdConservation<double>(network.Symmetries.All[0], new Sgd(0.1, 0.9, nesterov: true),
                new double[network.Layout.Count])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_is_met_later_has_no_prediction()
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<double>("mlp-relu-7", 1, compute);
        var rows = new MeasuredRows();
        var observer = new ConservationObserver<double>(task.Network.Symmetries, new Sgd(0.1), new MeasureSchedule(1), rows);
        var loop = new InnerLoop<double>(task.Network, new Sgd(0.1), new Rng(1), new Late(observer, 3));
        for (int i = 0; i < 4; i++)
            loop.Step(task.Batch(0));
        Assert.Equal([3, 4], rows.Rows.Select(static row => row.Iteration).Distinct());
        Assert.DoesNotContain(rows.Rows, static row => row.Measure.EndsWith("predicted", StringComparison.Ordinal));
    }

    [Fact]
    public void Single_precision_squares_do_not_overflow()
    {
        using var compute = new Compute(threads: 1);
        Network<float> network = new NetworkTask<float>("mlp-relu-2", 1, compute).Network;
        var form = new UnitDeviations<float>(network.Symmetries.All[0]);
        float[] theta = new float[network.Layout.Count];
        theta[0] = 3e38f;
        form.Measure(theta, theta);
        Assert.Equal((double)3e38f * 3e38f, form.Signed[0]);
    }

    private static MeasuredRows Train(string name, IOptimizer<double> optimizer, int steps,
        bool sameBatch = false, IStepObserver<double>? other = null)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<double>(name, sameBatch ? 1 : steps + 1, compute);
        var rows = new MeasuredRows();
        var observer = new ConservationObserver<double>(task.Network.Symmetries, optimizer,
            new MeasureSchedule(0, steps / 2, steps + 1), rows);
        var loop = new InnerLoop<double>(task.Network, optimizer, new Rng(2), [observer, .. other is null ? [] : new[] { other }]);
        for (int i = 0; i <= steps; i++) // the last one shows what the steps before it changed
            loop.Step(task.Batch(sameBatch ? 0 : i));
        return rows;
    }

    /// <summary>Q of each step's gradient for one unit of the first symmetry, by its definition.</summary>
    private sealed class Forces(int unit) : IStepObserver<double>
    {
        private const int Inputs = NetworkTask<double>.InputSize, Units = 7;

        public List<double> Values { get; } = [];

        public double Start { get; private set; }

        public void OnStep(in StepView<double> step)
        {
            if (step.Iteration == 1)
                Start = Of(step.Theta);
            Values.Add(Of(step.Gradient));
        }

        private double Of(ReadOnlySpan<double> vector)
        {
            double sum = vector[Units * Inputs + unit] * vector[Units * Inputs + unit];
            for (int i = 0; i < Inputs; i++)
                sum += vector[unit * Inputs + i] * vector[unit * Inputs + i];
            for (int row = 0; row < NetworkTask<double>.ClassCount; row++)
                sum -= vector[Units * (Inputs + 1) + row * Units + unit] * vector[Units * (Inputs + 1) + row * Units + unit];
            return sum;
        }
    }

    private sealed class Late(IStepObserver<double> observer, int from) : IStepObserver<double>
    {
        public void OnStep(in StepView<double> step)
        {
            if (step.Iteration >= from)
                observer.OnStep(step);
        }
    }
}
