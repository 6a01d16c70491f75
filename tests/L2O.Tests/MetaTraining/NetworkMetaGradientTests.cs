using L2O.Kernels;
using L2O.MetaTraining;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.MetaTraining;

/// <summary>The meta-gradient of inner runs on networks, through the public types, against differences of the unrolled loss.</summary>
public sealed class NetworkMetaGradientTests
{
    private const int Unroll = 5;

    // The five-point formula with step h errs by h⁴·f⁽⁵⁾ and ε·f/h: 1e-12 here.
    private const double StepSize = 1e-4;
    private const double Tolerance = 1e-8;

    private static readonly (double Offset, double Weight)[] s_points = [(-2, 1.0 / 12), (-1, -8.0 / 12), (1, 8.0 / 12), (2, -1.0 / 12)];

    [Theory]
    [InlineData("mlp-sigmoid-3", true)]
    [InlineData("mlp-sigmoid-3", false)]
    [InlineData("mlp-tanh-5-4", true)]
    [InlineData("mlp-relu-4-batchnorm-batchstats", true)]
    [InlineData("mlp-softplus-4-batchnorm", true)]
    public void Second_meta_step_of_a_network_agrees_with_finite_differences(string optimizee, bool logLoss)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<double>(optimizee, 2 * Unroll, compute);
        var settings = new CoordinateLstm(hiddenSize: 4);
        LearnedRuns.Draw<double>(settings, compute, 1, out double[] drawn);
        var phi = new AlignedBuffer<double>(drawn.Length);
        drawn.CopyTo(phi.Span);
        var run = new MetaRun<double>(settings.Bind<double>(phi.Span, compute), phi, task.Network, OptimizerCatalog.Factory<double>("adam")(1e-2).Start(settings.PhiLayout()), Unroll, logLoss);
        run.Restart(new Rng(4));
        var recorded = new Recording(settings, task, compute);
        for (int iteration = 0; iteration < 2 * Unroll; iteration++)
        {
            if (iteration == Unroll)
                recorded.Begin(phi.Span, run.Theta);
            recorded.Add(run.Theta, iteration);
            run.TrainStep(task.Batch(iteration));
        }

        Assert.Equal(2, run.MetaSteps);
        double[] metaGradient = run.PhiGradient.ToArray();
        Func<double[], double, double> metaLoss = (direction, step) => logLoss ? Math.Log(recorded.LossAt(direction, step)) : recorded.LossAt(direction, step);
        Assert.Equal(metaLoss(new double[phi.Length], 0), run.MetaLoss, 12);
        AssertDerivatives(metaGradient, metaLoss);
        Assert.Contains(metaGradient, static g => Math.Abs(g) > 1e-4);
    }

    private static void AssertDerivatives(double[] metaGradient, Func<double[], double, double> metaLoss)
    {
        var rng = new Rng(99);
        for (int trial = 0; trial < 10; trial++)
        {
            double[] direction = new double[metaGradient.Length];
            if (trial < 5)
                direction[rng.NextInt(direction.Length)] = 1;
            else
                rng.FillUniform(direction.AsSpan(), 1);
            double difference = 0, derivative = 0;
            foreach ((double offset, double weight) in s_points)
                difference += weight * metaLoss(direction, offset * StepSize) / StepSize;
            for (int i = 0; i < direction.Length; i++)
                derivative += direction[i] * metaGradient[i];
            Assert.Equal(difference, derivative, Tolerance * Math.Max(1, Math.Abs(difference)));
        }
    }

    /// <summary>
    /// The second unroll again, at other phi: from the same theta and state, with the recorded gradients, which are constants to phi.
    /// </summary>
    private sealed class Recording(CoordinateLstm settings, NetworkTask<double> task, Compute compute)
    {
        private readonly List<double[]> _gradients = [];
        private readonly StateWriter<double> _state = new();
        private double[] _phi = [];
        private double[] _theta = [];

        /// <summary>Takes over where the second unroll starts; the state follows from the gradients and the first phi.</summary>
        public void Begin(ReadOnlySpan<double> phi, ReadOnlySpan<double> theta)
        {
            LearnedOptimizer<double> before = LearnedRuns.Draw<double>(settings, compute, 1, out _);
            CoordinateLstmRun<double> run = before.Start(task.Network.Layout);
            foreach (double[] gradient in _gradients)
                run.Step(new double[theta.Length], gradient);
            run.Save(_state);
            (_phi, _theta) = (phi.ToArray(), theta.ToArray());
        }

        public void Add(ReadOnlySpan<double> theta, int iteration)
        {
            double[] gradient = new double[theta.Length];
            task.Network.LossAndGradient(theta, task.Batch(iteration), gradient);
            _gradients.Add(gradient);
        }

        public double LossAt(double[] direction, double step)
        {
            double[] theta = [.. _theta], scratch = new double[theta.Length];
            CoordinateLstmRun<double> run = settings.Bind<double>([.. _phi.Zip(direction, (p, d) => p + step * d)], compute).Start(task.Network.Layout);
            run.Load(new StateReader<double>(_state.Tensors));
            double sum = 0;
            for (int t = Unroll; t < 2 * Unroll; t++)
            {
                sum += task.Network.LossAndGradient(theta, task.Batch(t), scratch).Loss;
                run.Step(theta, _gradients[t]);
            }
            return sum;
        }
    }
}
