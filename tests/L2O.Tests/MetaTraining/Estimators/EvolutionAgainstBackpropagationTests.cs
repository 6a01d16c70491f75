using L2O.Kernels.Lanes;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using L2O.Optimizers.Learned;
using L2O.Optimizers.Learned.Learnable;
using L2O.Optimizers.Learned.Lstm;
using L2O.Optimizers.Learned.RnnProp;
using Xunit;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>
/// Evolution strategies and back-propagation on the same unrolls: equal in the limit of small perturbations where gradients do not move
/// with
/// theta, apart by the second derivative, which back-propagation leaves out here, where they do.
/// </summary>
public class EvolutionAgainstBackpropagationTests
{
    private const int Length = 6;
    private const double Sigma = 1e-5;

    private static readonly double[] s_start = [0.3, -0.2, 0.5], s_slope = [0.7, -1.1, 0.4];

    /// <summary>Those that read gradients alone: what is read of theta is held constant by back-propagation too.</summary>
    public static TheoryData<ILearnedOptimizer> Architectures =>
        [new LearnableSgd(0.05), new LearnableAdam(0.05), new CoordinateLstm(hiddenSize: 2), new RnnProp(hiddenSize: 2)];

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Both_agree_where_gradients_do_not_move(ILearnedOptimizer learned)
    {
        double[] phi = Phi(learned), exact = Backpropagated(learned, phi, Linear);
        for (int trial = 0; trial < 20; trial++)
        {
            // The estimate is the slope along its perturbation, times the perturbation.
            (double slope, double[] direction) = AlongPerturbation(learned, phi, Linear, (ulong)trial);
            double expected = direction.Zip(exact, static (z, g) => z * g).Sum();

            Assert.True(Math.Abs(slope - expected) <= 1e-6 * Math.Max(1, Math.Abs(expected)), $"{slope:R}; expected {expected:R}");
        }
    }

    [Fact]
    public void They_differ_by_the_second_derivative_on_a_quadratic()
    {
        // Σ(x - c)², descent with λ = e^phi: g_t = 2 r^t d with r = 1 - 2λ, d = x_0 - c.
        var learned = new LearnableSgd(0.05, momentum: 0);
        const double rate = 0.05, r = 1 - 2 * rate;
        double square = s_start.Zip(s_slope, static (x, c) => (x - c) * (x - c)).Sum();
        double whole = 0, held = 0;
        for (int k = 0; k < Length; k++)
        {
            whole += k == 0 ? 0 : -4 * k * rate * Math.Pow(r, 2 * k - 1) * square;
            held += -4 * rate * Math.Pow(r, k) * (1 - Math.Pow(r, k)) / (1 - r) * square; // -λ g_k · Σ_{t<k} g_t
        }
        double[] phi = Phi(learned), back = Backpropagated(learned, phi, Quadratic);
        (double slope, double[] direction) = AlongPerturbation(learned, phi, Quadratic, 3);

        Assert.Equal(held / Length, back[0], 12);
        Assert.Equal(whole / Length, slope / direction[0], 7);
        Assert.True(Math.Abs(whole / held - 1) > 0.05, "the second derivative is too small to show");
    }

    private static double Linear(double[] theta, double[] gradient)
    {
        s_slope.CopyTo(gradient, 0);
        return theta.Zip(s_slope, static (x, g) => x * g).Sum();
    }

    private static double Quadratic(double[] theta, double[] gradient)
    {
        double loss = 0;
        for (int i = 0; i < theta.Length; i++)
        {
            double distance = theta[i] - s_slope[i];
            (gradient[i], loss) = (2 * distance, loss + distance * distance);
        }
        return loss;
    }

    private static double[] Phi(ILearnedOptimizer learned)
    {
        double[] phi = new double[learned.PhiLayout().Count];
        learned.InitializePhi<double>(phi, new Rng(8));
        return phi;
    }

    private static double[] Backpropagated(ILearnedOptimizer learned, double[] phi, Func<double[], double[], double> evaluate)
    {
        double[] gradient = new double[phi.Length];
        Estimate(new EstimatorSettings(EstimatorKind.TruncatedBptt, 1, truncation: Length, lockstep: true), learned, phi, evaluate, 0,
            gradient);
        return gradient;
    }

    /// <summary>The slope of the mean loss along the perturbation, and the perturbation over σ.</summary>
    private static (double Slope, double[] Direction) AlongPerturbation(ILearnedOptimizer learned, double[] phi,
        Func<double[], double[], double> evaluate, ulong seed)
    {
        double[] gradient = new double[phi.Length], direction = new double[phi.Length];
        ParticleShare share = Estimate(new EstimatorSettings(EstimatorKind.TruncatedEs, 1, Sigma, Length, lockstep: true), learned, phi,
            evaluate,
            seed, gradient);
        for (int i = 0; i < direction.Length; i++)
            direction[i] = gradient[i] / (share.Fresh / (2 * Sigma * Sigma)) / Sigma;
        return (share.Fresh / (2 * Sigma), direction);
    }

    private static ParticleShare Estimate(EstimatorSettings settings, ILearnedOptimizer learned, double[] phi,
        Func<double[], double[], double> evaluate, ulong seed, double[] gradient)
    {
        using var pair = new OptimizeePair(learned, s_start, evaluate);
        var family = new ParticleFamily<double>(settings, new HorizonSettings(Length), new Rng(seed), phi.Length, LaneDispatch.Widest,
            _ => pair);
        family.Perturb(0, 0);
        ParticleShare share = family.Unroll(0, 0, 10, phi, TestContext.Current.CancellationToken);
        family.Add([share], 1, gradient);
        return share;
    }
}
