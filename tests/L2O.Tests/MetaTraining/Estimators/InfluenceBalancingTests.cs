using L2O.Kernels.Lanes;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>
/// Influence balancing: truncated estimators go the wrong way, PES and NRES the right way. The numbers follow from the recurrence in exact
/// arithmetic.
/// </summary>
public class InfluenceBalancingTests
{
    private const double Start = 0.5, Optimum = -1.0 / 6;
    private const int MetaSteps = 3000;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 10)]
    [InlineData(20, 16.476)]
    [InlineData(30, 9.870)]
    [InlineData(40, 0.566)]
    [InlineData(41, -0.219)]
    [InlineData(50, -4.753)]
    [InlineData(100, -6)]
    public void Influence_within_a_truncation_has_the_known_sign(int steps, double expected)
    {
        double[] influence = new double[InfluencePair.States];
        for (int k = 0; k < steps; k++)
            InfluencePair.Advance(influence, 1);

        Assert.Equal(expected, influence[0], 3);
    }

    [Fact]
    public void Steady_state_is_minus_six_times_the_parameter()
    {
        double[] state = new double[InfluencePair.States];
        Array.Fill(state, 1);
        for (int k = 0; k < 500; k++)
            InfluencePair.Advance(state, Start);

        Assert.Equal(-6 * Start, state[0], 12);
    }

    [Theory]
    [InlineData(1, 3.2597)]
    [InlineData(50, -0.1665)]
    [InlineData(100, -0.1667)]
    public void Back_propagation_through_truncations_ends_where_it_is_known_to(int steps, double expected)
    {
        double[] course = Train(EstimatorKind.TruncatedBptt, steps, particles: 1);

        Assert.Equal(expected, course[^1], 4);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    public void Back_propagation_through_longer_truncations_diverges(int steps)
    {
        double[] course = Train(EstimatorKind.TruncatedBptt, steps, particles: 1);

        Assert.False(Math.Abs(course[^1]) < 100);
    }

    [Theory]
    [InlineData(EstimatorKind.Pes, Optimum)]
    [InlineData(EstimatorKind.Nres, Optimum)]
    [InlineData(EstimatorKind.TruncatedEs, 3.26)]
    public void Evolution_strategies_end_where_they_are_known_to(EstimatorKind kind, double expected)
    {
        double[] course = Train(kind, steps: 1, particles: 500);

        Assert.InRange(course[^1], expected - 0.02, expected + 0.02);
    }

    [Theory]
    [InlineData(30, 0.3028, 0.03)]
    [InlineData(100, 0.1724, 0.05)]
    [InlineData(300, -0.0757, 0.05)]
    public void Pes_takes_the_exact_course(int metaStep, double expected, double tolerance)
    {
        double[] course = Train(EstimatorKind.Pes, steps: 1, particles: 500, metaStep);

        Assert.InRange(course[^1], expected - tolerance, expected + tolerance);
    }

    /// <summary>Gradient descent on phi with rate 1e-4; phi after each meta-step.</summary>
    private static double[] Train(EstimatorKind kind, int steps, int particles, int metaSteps = MetaSteps)
    {
        var settings = new EstimatorSettings(kind, particles, sigma: 0.1, truncation: 1, lockstep: true);
        var family = new ParticleFamily<double>(settings, new HorizonSettings(int.MaxValue), new Rng(7).Split("influence"), 1,
            LaneDispatch.Widest, _ => new InfluencePair(steps));
        double[] phi = [Start], gradient = [0], course = new double[metaSteps];
        var shares = new ParticleShare[particles];
        for (int m = 0; m < metaSteps; m++)
        {
            for (int i = 0; i < particles; i++)
            {
                family.Perturb(i, m);
                shares[i] = family.Unroll(i, m, metaSteps, phi, TestContext.Current.CancellationToken);
            }
            gradient[0] = 0;
            family.Add(shares, 1, gradient);
            phi[0] -= 1e-4 * gradient[0];
            course[m] = phi[0];
        }
        return course;
    }
}
