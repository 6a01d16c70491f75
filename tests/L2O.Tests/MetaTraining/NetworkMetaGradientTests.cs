using L2O.Dynamics.Symmetry;
using L2O.MetaTraining;
using L2O.MetaTraining.Regularizers;
using L2O.Numerics;
using L2O.Optimizers;
using L2O.Optimizers.Learned.Lstm;
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
    public void Second_meta_step_of_a_network_agrees_with_finite_differences(string optimizee, bool logLoss) =>
        AssertSecondMetaStep(optimizee, logLoss, null, static (_, _, _) => 0);

    [Theory]
    [InlineData("mlp-leaky-relu-4", RegularizerKind.Rescale, 0.5)]
    [InlineData("mlp-relu-5-4", RegularizerKind.Rescale, -0.3)]
    [InlineData("mlp-relu-4-batchnorm-batchstats", RegularizerKind.Scale, 0.5)]
    [InlineData("mlp-tanh-4-3-batchnorm", RegularizerKind.Scale, 0.2)]
    [InlineData("mlp-sigmoid-3", RegularizerKind.Translation, 0.7)]
    [InlineData("mlp-softplus-4-3", RegularizerKind.Translation, -0.7)]
    [InlineData("mlp-sigmoid-3", RegularizerKind.All, 0.3)]
    [InlineData("mlp-relu-4-5-3", RegularizerKind.All, -0.3)]
    [InlineData("mlp-tanh-5", RegularizerKind.Norm, 0.1)]
    public void Regularized_meta_step_agrees_with_finite_differences(string optimizee, RegularizerKind kind, double beta) =>
        AssertSecondMetaStep(optimizee, logLoss: true, new SymmetryRegularizerSettings(kind, beta),
            (layout, theta, update) => beta * Deviation(kind, layout, theta, update));

    /// <summary>The definitions of docs/mathematics.md sections 5 and 8, by the layers' names.</summary>
    private static double Deviation(RegularizerKind kind, ParameterLayout layout, double[] theta, double[] update)
    {
        string[] layers = [.. layout.Slots.Where(static slot => slot.Name.StartsWith("layers.", StringComparison.Ordinal)
            && slot.Name.EndsWith(".weight", StringComparison.Ordinal)).Select(static slot => slot.Name[..^".weight".Length])];
        var pairs = layers.Zip(layers.Skip(1)).ToList();
        double weight = SymmetryDeviation.TranslationWeight<double>(layout, layers[^1], update),
            bias = SymmetryDeviation.TranslationBias<double>(layout, layers[^1], update);
        return kind switch
        {
            RegularizerKind.Rescale =>
                pairs.Sum(pair => Math.Abs(SymmetryDeviation.Rescale<double>(layout, pair.First, pair.Second, theta, update))),
            RegularizerKind.Scale => pairs.Sum(pair => Math.Abs(SymmetryDeviation.Scale<double>(layout, pair.First, theta, update))),
            RegularizerKind.Translation => Math.Abs(weight) + Math.Abs(bias),
            RegularizerKind.All => pairs.Sum(pair => Math.Abs(
                (-SymmetryDeviation.Rescale<double>(layout, pair.First, pair.Second, theta, update)
                    - SymmetryDeviation.Scale<double>(layout, pair.First, theta, update)
                    + (Math.Abs(weight) + Math.Abs(bias)) / pairs.Count) / 3)),
            _ => layout.Slots.Sum(slot => Math.Sqrt(slot.Of<double>(update).ToArray().Sum(static u => u * u))),
        };
    }

    private static void AssertSecondMetaStep(string optimizee, bool logLoss, SymmetryRegularizerSettings? regularizer,
        Func<ParameterLayout, double[], double[], double> regularization)
    {
        using var compute = new Compute(threads: 1);
        var task = new NetworkTask<double>(optimizee, 2 * Unroll, compute);
        var settings = new CoordinateLstm(hiddenSize: 4);
        LearnedRuns.Draw<double>(settings, compute, 1, out double[] drawn);
        var phi = new AlignedBuffer<double>(drawn.Length);
        drawn.CopyTo(phi.Span);
        var run = new MetaRun<double>(settings.Bind<double>(phi.Span, compute), phi, task.Network,
            OptimizerCatalog.Factory<double>("adam")(1e-2).Start(settings.PhiLayout()),
            new MetaTrainingSettings(unroll: Unroll, logLoss: logLoss, regularizer: regularizer));
        run.Restart(new Rng(4));
        var recorded = new Recording(settings, task, compute, regularization);
        for (int iteration = 0; iteration < 2 * Unroll; iteration++)
        {
            if (iteration == Unroll)
                recorded.Begin(phi.Span, run.Theta);
            recorded.Add(run.Theta, iteration);
            run.TrainStep(task.Batch(iteration));
        }

        Assert.Equal(2, run.MetaSteps);
        double[] metaGradient = run.PhiGradient.ToArray();
        Func<double[], double, double> metaLoss = (direction, step) => recorded.MetaLossAt(direction, step, logLoss);
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
    private sealed class Recording(CoordinateLstm settings, NetworkTask<double> task, Compute compute,
        Func<ParameterLayout, double[], double[], double> regularization)
    {
        private readonly List<double[]> _gradients = [];
        private readonly List<double[]> _thetas = [];
        private readonly StateWriter<double> _state = new();
        private double[] _phi = [];
        private double[] _theta = [];

        /// <summary>Takes over where the second unroll starts; the state follows from the gradients and the first phi.</summary>
        public void Begin(ReadOnlySpan<double> phi, ReadOnlySpan<double> theta)
        {
            CoordinateLstmOptimizer<double> before = LearnedRuns.Draw<double>(settings, compute, 1, out _);
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
            _thetas.Add(theta.ToArray());
        }

        /// <summary>In the regularization theta is a constant, so it is the recorded one.</summary>
        public double MetaLossAt(double[] direction, double step, bool logLoss)
        {
            double[] theta = [.. _theta], scratch = new double[theta.Length];
            CoordinateLstmRun<double> run = settings.BindLstm<double>([.. _phi.Zip(direction, (p, d) => p + step * d)], compute)
                .Start(task.Network.Layout);
            run.Load(new StateReader<double>(_state.Tensors));
            double sum = 0, charged = 0;
            for (int t = Unroll; t < 2 * Unroll; t++)
            {
                sum += task.Network.LossAndGradient(theta, task.Batch(t), scratch).Loss;
                run.Step(theta, _gradients[t], scratch);
                charged += regularization(task.Network.Layout, _thetas[t], scratch);
            }
            return (logLoss ? Math.Log(sum) : sum) + charged;
        }
    }
}
