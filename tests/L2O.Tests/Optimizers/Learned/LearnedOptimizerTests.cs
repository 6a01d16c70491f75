using L2O.Kernels.Lanes;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Celo2;
using L2O.Optimizers.Learned.Elo;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.Mlp;
using L2O.Optimizers.Learned.Partial;
using L2O.Optimizers.Learned.RnnProp;
using L2O.Optimizers.Learned.SmallFc;
using L2O.Testing;
using L2O.Tests.MetaTraining;
using L2O.Tests.Optimizers.Learned.Rules;
using Xunit;

namespace L2O.Tests.Optimizers.Learned;

/// <summary>What every architecture of learned optimizers owes: add a new one to the table.</summary>
public sealed class LearnedOptimizerTests
{
    private const double FiniteStep = 1e-5;
    private const int Steps = 6;

    private static readonly ParameterLayout s_layout = new(("a.weight", [7, 5]), ("a.bias", [5]), ("b.weight", [3, 1]));

    private static readonly Dictionary<string, ILearnedOptimizer> s_learned = new()
    {
        ["lstm"] = new CoordinateLstm(hiddenSize: 4),
        ["lstm of every input"] = new CoordinateLstm(4,
            extraInputs: [ExtraInput.ParameterValue, ExtraInput.Stiffness, ExtraInput.Log10Stiffness,
            ExtraInput.Time, ExtraInput.TimeDecay, ExtraInput.FastTimeDecay], sharedState: true),
        ["rnnprop"] = new RnnProp(hiddenSize: 4),
        ["rnnprop of another width"] = new RnnProp(hiddenSize: 7, beta1: 0.5, updateScale: 0.3),
        ["mlp"] = new CoordinateMlp(hiddenSize: 6),
        ["learnable sgd"] = new LearnableSgd(),
        ["learnable sgd without momentum"] = new LearnableSgd(momentum: 0),
        ["learnable adam"] = new LearnableAdam(epsilon: 1e-3),
        ["learnable adam without means"] = new LearnableAdam(beta1: 0, beta2: 0, epsilon: 0.1),
        ["partial lstm"] = new PartialControl(new CoordinateLstm(hiddenSize: 4), ["a.*"]),
        ["smallfc"] = new SmallFc(updateScale: 0.1, magnitudeScale: 0.1, weightDecay: 0.01),
        ["elo"] = new Elo(8, learningRate: 0.1),
        ["celo2-base"] = new Celo2(orthogonalize: false, learningRate: 0.1, weightDecay: 0.1),
        ["celo2-base of everything"] = new Celo2(orthogonalize: false, learningRate: 0.1, vectorRule: Celo2VectorRule.Learned,
            vectorRateFactor: 2),
        ["rule"] = new DecayRule(),
        ["partial rule"] = new PartialControl(new DecayRule(0.2), ["*.weight"]),
        ["partial adam"] = new PartialControl(new LearnableAdam(), ["*.weight"], "momentum", 0.1),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string name in s_learned.Keys)
            {
                cases.Add(name, false);
                cases.Add(name, true);
            }
            return cases;
        }
    }

    public static TheoryData<string> All => [.. s_learned.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_meta_gradient_equals_finite_differences_of_the_unrolled_loss(string name, bool logLoss)
    {
        using var compute = new Compute(threads: 2);
        Unroll unroll = Unroll.Record(s_learned[name], logLoss, compute);
        var rng = new Rng(99);
        double[] direction = new double[unroll.Phi.Length];
        for (int trial = 0; trial < 12; trial++)
        {
            Array.Clear(direction);
            if (trial < 6)
                direction[rng.NextInt(direction.Length)] = 1;
            else
                rng.FillUniform<double>(direction, 1);
            double expected = (unroll.MetaLossAt(direction, FiniteStep) - unroll.MetaLossAt(direction, -FiniteStep)) / (2 * FiniteStep);
            double actual = direction.Zip(unroll.PhiGradient, static (d, g) => d * g).Sum();
            Assert.True(Math.Abs(expected - actual) <= 1e-8 * Math.Max(1, Math.Abs(expected)),
                $"trial {trial}: differences give {expected:R}, backward pass {actual:R}");
        }
        Assert.Contains(unroll.PhiGradient, static g => Math.Abs(g) > 1e-6);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Widths_and_threads_give_the_same_bits(string name)
    {
        int[]? expected = null;
        foreach (LaneWidth width in LaneWidths.Accelerated)
            foreach (int threads in new[] { 1, 2 })
            {
                using var compute = new Compute(threads, width);
                int[] bits = [.. Trained(s_learned[name], compute).Select(BitConverter.SingleToInt32Bits)];
                Assert.Equal(expected ??= bits, bits);
            }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Equal_settings_are_equal_and_lay_phi_out_alike(string name)
    {
        ILearnedOptimizer settings = s_learned[name];
        Assert.True(settings.SuppliesItsInputs);
        Assert.Equal(settings.PhiLayout().Slots.Select(static slot => slot.Name),
            settings.PhiLayout().Slots.Select(static slot => slot.Name).Distinct());
        Assert.Equal(1, s_learned.Values.Count(other => other.Equals(settings)));
    }

    /// <summary>Phi after two meta-steps, and theta.</summary>
    private static float[] Trained(ILearnedOptimizer learned, Compute compute)
    {
        var layout = new ParameterLayout(("a.weight", [70, 50]), ("a.bias", [50]), ("b.weight", [30, 1]));
        var task = new QuadraticTask<float>(layout.Count, 5, layout);
        var meta = new MetaRunOf<float>(learned, task, Steps, compute);
        meta.Run.Restart(new Rng(1));
        for (int step = 0; step < 2 * Steps; step++)
            meta.Run.TrainStep(QuadraticTask<float>.NoBatch);
        return [.. meta.Phi.Span, .. meta.Run.Theta];
    }

    /// <summary>A recorded unroll and its meta-loss as a function of phi, all that the optimizer reads held constant.</summary>
    private sealed class Unroll
    {
        private readonly ILearnedOptimizer _learned;
        private readonly Compute _compute;
        private readonly bool _logLoss;
        private readonly QuadraticTask<double> _task = new(s_layout.Count, 5, s_layout);
        private readonly double[] _start = new double[s_layout.Count];
        private readonly List<(double[] Theta, double[] Gradient)> _read = [];

        private Unroll(ILearnedOptimizer learned, bool logLoss, Compute compute)
        {
            (_learned, _logLoss, _compute) = (learned, logLoss, compute);
            _task.Initialize(_start, new Rng(6));
            Phi = new double[learned.PhiLayout().Count];
            learned.InitializePhi<double>(Phi, new Rng(7));
            for (int i = 0; i < Phi.Length; i++)
                Phi[i] += 0.1 * Math.Sin(i + 1); // learnable optimizers start at zero, which is a special point
            PhiGradient = new double[Phi.Length];
        }

        public double[] Phi { get; }

        public double[] PhiGradient { get; }

        public static Unroll Record(ILearnedOptimizer learned, bool logLoss, Compute compute)
        {
            var unroll = new Unroll(learned, logLoss, compute);
            LearnedRun<double> run = learned.Bind<double>(unroll.Phi, compute).Start(s_layout);
            var bptt = new TruncatedBptt<double>(run, s_layout.Count, Steps, logLoss, regularizes: false);
            double[] theta = [.. unroll._start];
            for (int step = -2; step < Steps; step++) // two steps before the unroll: its state is not a fresh one
            {
                if (step == 0)
                    bptt.Begin();
                double[] gradient = new double[theta.Length];
                double loss = unroll._task.LossAndGradient(theta, QuadraticTask<double>.NoBatch, gradient).Loss;
                gradient.CopyTo(bptt.Gradient);
                unroll._read.Add(([.. theta], gradient));
                run.Step(theta, gradient);
                if (step >= 0)
                    bptt.Record(loss);
            }
            bptt.Differentiate(unroll.PhiGradient);
            return unroll;
        }

        /// <summary>Phi moves at the unroll's beginning, as it does in meta-training.</summary>
        public double MetaLossAt(double[] direction, double step)
        {
            LearnedOptimizer<double> optimizer = _learned.Bind<double>(Phi, _compute);
            LearnedRun<double> run = optimizer.Start(s_layout);
            double[] update = new double[_start.Length], theta = [.. _start];
            double sum = 0;
            for (int t = 0; t < _read.Count; t++)
            {
                if (t == 2)
                    optimizer.Rebind([.. Phi.Zip(direction, (phi, d) => phi + step * d)]);
                if (t >= 2)
                    sum += _task.Loss(theta, QuadraticTask<double>.NoBatch).Loss;
                run.Step([.. _read[t].Theta], _read[t].Gradient, update);
                for (int i = 0; i < theta.Length; i++)
                    theta[i] += update[i];
            }
            return _logLoss ? Math.Log(sum) : sum;
        }
    }
}
