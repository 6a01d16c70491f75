using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Rules;
using L2O.Optimizers.Wrappers;
using L2O.Testing;
using L2O.Training;
using Xunit;

namespace L2O.Tests.Optimizers;

/// <summary>NAdamW, Muon and schedule-free AdamW against their definitions.</summary>
public sealed class ModernBaselineTests
{
    private const int Steps = 12;

    [Fact]
    public void Nadamw_matches_its_definition()
    {
        const double b1 = 0.8, b2 = 0.95, epsilon = 1e-6, decay = 0.1, l2 = 0.2;
        var settings = new NAdamW(0.02, b1, b2, epsilon, nesterov: true, decay, l2);
        OptimizerRun<double> run = ((IOptimizer<double>)settings).Start(ParameterLayout.Vector(1));
        double[] ours = [0.7];
        double theta = 0.7, m = 0, v = 0;
        for (int t = 1; t <= Steps; t++)
        {
            double raw = Math.Sin(t), g = raw - l2 * theta;
            m = b1 * m + (1 - b1) * g;
            v = b2 * v + (1 - b2) * g * g;
            double rate = 0.02 * Math.Sqrt(1 - Math.Pow(b2, t)) / (1 - Math.Pow(b1, t));
            theta -= rate * (b1 * m + (1 - b1) * g) / (Math.Sqrt(v) + epsilon) + rate * decay * theta;
            run.Step(ours, [raw]);
        }

        Assert.Equal(theta, ours[0], 1e-14);
    }

    [Theory]
    [InlineData(0, 1, 0, new[] { 1.0, 1, 1, 1 })]
    [InlineData(0.1, 0, 0, new[] { 0, 1, 0.5, 0 })] // up over 10 of 100 steps, then down along a cosine over all of them
    [InlineData(0.1, 0.5, 0.2, new[] { 0, 0.2, 1, 0.2 })] // up over half of the run, as in the source
    public void Rates_of_a_list_entry_follow_its_schedule(double warmUp, double constant, double least, double[] expected)
    {
        var settings = new NAdamW(1, warmUpFraction: warmUp, constantFraction: constant, leastFraction: least);

        Assert.Equal(expected[0], settings.RateAt(1, 100), 12);
        Assert.Equal(expected[1], settings.RateAt(11, 100), warmUp == 0.1 && constant == 0 ? 0.03 : 1e-12);
        Assert.Equal(expected[2], settings.RateAt(51, 100), 12);
        Assert.Equal(expected[3], settings.RateAt(101, 100), 12);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 7)]
    [InlineData(9, 2)]
    public void Muon_moves_matrices_along_orthogonal_directions(int rows, int columns)
    {
        var layout = new ParameterLayout(("weight", [rows, columns]), ("bias", [rows]));
        OptimizerRun<double> run = ((IOptimizer<double>)new Muon(0.1)).Start(layout);
        OptimizerRun<double> adam = ((IOptimizer<double>)new Adam(0.1)).Start(ParameterLayout.Vector(rows));
        double[] theta = new double[layout.Count], update = new double[layout.Count], gradient = new double[layout.Count];
        double[] bias = new double[rows], biasUpdate = new double[rows];
        var rng = new Rng(3);
        for (int step = 0; step < 3; step++)
        {
            rng.FillUniform<double>(gradient, 1);
            run.Step(theta, gradient, update);
            adam.Step(bias, gradient.AsSpan(rows * columns), biasUpdate);
            Assert.Equal(biasUpdate, update[(rows * columns)..]);
            foreach (double value in SingularValues(update, rows, columns))
                Assert.InRange(value / (0.1 * 0.2 * Math.Sqrt(Math.Max(rows, columns))), 0.6,
                    1.3); // five iterations reach about 0.7 to 1.2
        }
    }

    [Fact]
    public void Muon_is_the_momentum_of_a_matrix_whose_gradient_is_orthogonal()
    {
        OptimizerRun<double> run = ((IOptimizer<double>)new Muon(0.1, matchesAdam: false, weightDecay: 0.5)).Start(
            new ParameterLayout(("weight", [2, 2])));
        double[] theta = [1, 1, 1, 1], update = new double[4];
        run.Step(theta, [0, 3, -3, 0], update);

        // Both singular values are equal, so that the direction stays: only its length is brought near 1.
        Assert.Equal(-0.05, update[0], 1e-12); // the decay
        Assert.Equal(update[1], -update[2] - 0.1, 1e-12);
        Assert.InRange(-(update[1] + 0.05) / 0.1, 0.6, 1.3);
    }

    [Fact]
    public void Schedule_free_matches_its_definition_in_three_sequences()
    {
        const double b1 = 0.8, b2 = 0.95, epsilon = 1e-6, decay = 0.1;
        var settings = new ScheduleFreeAdamW(0.02, b1, b2, epsilon, decay, warmUp: 4);
        OptimizerRun<double> run = ((IOptimizer<double>)settings).Start(ParameterLayout.Vector(1));
        double[] ours = [0.7], point = [0];
        double x = 0.7, z = 0.7, v = 0, squares = 0;
        for (int t = 1; t <= Steps; t++)
        {
            double y = (1 - b1) * z + b1 * x, g = Math.Sin(t), rate = 0.02 * Math.Min(1, t / 4.0);
            Assert.Equal(y, ours[0], 1e-13);
            v = b2 * v + (1 - b2) * g * g;
            squares += rate * rate;
            z -= rate * (g / (Math.Sqrt(v / (1 - Math.Pow(b2, t))) + epsilon) + decay * y);
            double c = rate * rate / squares;
            x = (1 - c) * x + c * z;
            run.Step(ours, [g]);
            run.ReadEvaluationPoint(ours, point);
            Assert.Equal(x, point[0], 1e-13);
        }
    }

    [Fact]
    public void Loops_evaluate_the_mean_of_a_schedule_free_run()
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<float>("mlp-relu-4", batches: 1, compute);
        var loop = new InnerLoop<float>(task.Network, new ScheduleFreeAdamW(0.1).WithClipping(1), new Rng(1));
        for (int step = 0; step < 20; step++)
            loop.Step(task.Batch(0));

        Assert.NotEqual(loop.Theta.ToArray(), loop.Evaluated.ToArray());
        Assert.Equal(task.Network.Loss(loop.Evaluated, task.Batch(0)).Loss, loop.Evaluate(task.Batch(0)).Loss);
    }

    [Theory]
    [InlineData("nadamw", 0.01)]
    [InlineData("muon", 0.01)]
    [InlineData("schedule-free-adamw", 0.03)]
    public void All_train_a_network(string name, double rate)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<float>("mlp-relu-20", batches: 1, compute);
        var loop = new InnerLoop<float>(task.Network, OptimizerCatalog.Factory<float>(name)(rate), new Rng(1));
        double first = loop.Evaluate(task.Batch(0)).Loss;
        for (int step = 0; step < 200; step++)
            loop.Step(task.Batch(0));

        Assert.True(loop.Evaluate(task.Batch(0)).Loss < 0.2 * first);
    }

    /// <summary>By Jacobi's one-sided rotations.</summary>
    private static double[] SingularValues(double[] matrix, int rows, int columns)
    {
        double[,] a = new double[Math.Max(rows, columns), Math.Min(rows, columns)];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                a[rows >= columns ? i : j, rows >= columns ? j : i] = matrix[(i * columns) + j];
        int m = a.GetLength(0), n = a.GetLength(1);
        for (int sweep = 0; sweep < 30; sweep++)
            for (int p = 0; p < n; p++)
                for (int q = p + 1; q < n; q++)
                    Rotate(a, m, p, q);
        return [.. Enumerable.Range(0, n).Select(j => Math.Sqrt(Enumerable.Range(0, m).Sum(i => a[i, j] * a[i, j])))];
    }

    private static void Rotate(double[,] a, int rows, int p, int q)
    {
        double pp = 0, qq = 0, pq = 0;
        for (int i = 0; i < rows; i++)
            (pp, qq, pq) = (pp + a[i, p] * a[i, p], qq + a[i, q] * a[i, q], pq + a[i, p] * a[i, q]);
        if (Math.Abs(pq) < 1e-15 * Math.Sqrt(pp * qq))
            return;
        double angle = 0.5 * Math.Atan2(2 * pq, pp - qq), c = Math.Cos(angle), s = Math.Sin(angle);
        for (int i = 0; i < rows; i++)
            (a[i, p], a[i, q]) = (c * a[i, p] + s * a[i, q], c * a[i, q] - s * a[i, p]);
    }
}
