using L2O.Kernels.Lanes;
using L2O.MetaTraining.Estimators;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.MetaTraining.Estimators;

/// <summary>Estimators on runs whose meta-gradient is known in closed form, at a frozen phi: means, variances, bias.</summary>
public class QuadraticEstimatorTests
{
    private static readonly double Phi = Math.Log(0.01);

    /// <summary>Runs of a length, and truncations that divide it, that do not, and that are as long.</summary>
    public static TheoryData<EstimatorKind, int, int> Unbiased => new()
    {
        { EstimatorKind.Pes, 20, 10 },
        { EstimatorKind.Pes, 20, 7 },
        { EstimatorKind.Pes, 10, 5 },
        { EstimatorKind.Pes, 10, 1 },
        { EstimatorKind.Pes, 20, 20 },
        { EstimatorKind.Nres, 20, 10 },
        { EstimatorKind.Nres, 20, 7 },
        { EstimatorKind.Nres, 10, 1 },
        { EstimatorKind.Nres, 20, 20 },
        { EstimatorKind.Nres, 100, 50 },
        { EstimatorKind.FullEs, 20, 20 },
    };

    [Theory]
    [MemberData(nameof(Unbiased))]
    public void Mean_of_an_unbiased_estimator_is_the_gradient(EstimatorKind kind, int length, int truncation)
    {
        // A run and the step that begins the next take length + 1 steps, so that over truncations the mean is the sum's slope over that.
        double slope = Enumerable.Range(0, length).Sum(static k => QuadraticPair.Slope(Phi, k));
        double expected = kind == EstimatorKind.FullEs ? slope / length : slope / (length + 1);

        (double mean, double error) = Estimate(new EstimatorSettings(kind, 500, truncation: truncation), length,
            metaSteps: 40 * (length + 1));

        Assert.True(Math.Abs(mean - expected) <= 4 * error, $"mean {mean:R} ± {error:R}; expected {expected:R}");
        Assert.True(error < 0.05 * Math.Abs(expected), $"error {error:R} is too large to tell");
    }

    [Fact]
    public void Truncated_evolution_strategies_see_the_slope_within_truncations_alone()
    {
        const int length = 20, truncation = 5;
        (double mean, double error) = Estimate(new EstimatorSettings(EstimatorKind.TruncatedEs, 500, truncation: truncation), length, 840);
        double whole = Enumerable.Range(0, length).Sum(static k => QuadraticPair.Slope(Phi, k)) / (length + 1);

        Assert.True(Math.Abs(mean) + 4 * error < 0.5 * Math.Abs(whole), $"mean {mean:R} ± {error:R}; the whole slope is {whole:R}");
    }

    /// <summary>
    /// Step j of a run whose losses are phi itself: PES multiplies z_j by the sum of the j + 1 perturbations so far (that of the step that
    /// began the run among them), with variance j + 2; NRES squares the run's only one, with variance 2.
    /// </summary>
    [Theory]
    [InlineData(EstimatorKind.Pes, 12.5)]
    [InlineData(EstimatorKind.Nres, 2)]
    public void Noise_reuse_has_less_variance_than_pes_where_losses_are_correlated(EstimatorKind kind, double expected)
    {
        const int length = 20, metaSteps = 40_000 * (length + 1);
        var family = new ParticleFamily<double>(new EstimatorSettings(kind, 1, truncation: 1, lockstep: true), new HorizonSettings(length),
            new Rng(12), 1, LaneDispatch.Widest, static _ => new MemorylessPair());
        var shares = new ParticleShare[1];
        double[] gradient = [0];
        double sum = 0, squares = 0;
        int count = 0;
        for (int m = 0; m < metaSteps; m++)
        {
            family.Perturb(0, m);
            shares[0] = family.Unroll(0, m, metaSteps, [0.0], TestContext.Current.CancellationToken);
            gradient[0] = 0;
            family.Add(shares, 1, gradient);
            if (shares[0].HasBegun || m < length)
                continue;
            (sum, squares, count) = (sum + gradient[0], squares + gradient[0] * gradient[0], count + 1);
        }

        Assert.Equal(1, sum / count, 0.03);
        Assert.Equal(expected, squares / count - 1, 0.1 * expected); // 4 standard errors of 40,000 fourth powers
    }

    [Fact]
    public void Dividing_by_counted_steps_is_biased_by_their_weight()
    {
        const int length = 10, truncation = 5;
        double expected = Enumerable.Range(0, length).Sum(static k => QuadraticPair.Slope(Phi, k)) / (length + 1);
        (double constant, double error) = Estimate(new EstimatorSettings(EstimatorKind.Nres, 2000, truncation: truncation), length, 660);
        (double counted, _) = Estimate(
            new EstimatorSettings(EstimatorKind.Nres, 2000, truncation: truncation, dividesByCounted: true), length, 660);

        // Same draws: the difference is the rule's alone, the steps of a truncation with a begin weigh K/(K - 1).
        Assert.True(Math.Abs(constant - expected) <= 4 * error, $"mean {constant:R} ± {error:R}; expected {expected:R}");
        Assert.InRange(counted / constant, 1.01, 1.25);
    }

    [Fact]
    public void Losses_that_are_not_finite_are_left_out_and_counted()
    {
        var family = new ParticleFamily<double>(new EstimatorSettings(EstimatorKind.Pes, 1, truncation: 4, lockstep: true),
            new HorizonSettings(8), new Rng(1), 1, LaneDispatch.Widest, static _ => new QuadraticPair());
        family.Perturb(0, 0);
        ParticleShare share = family.Unroll(0, 0, 10, [800.0],
            TestContext.Current.CancellationToken); // a rate beyond double: infinite losses from the second step on

        Assert.Equal(3, share.Lost);
        Assert.Equal(1, share.Counted);
        Assert.Equal(0, share.Carried);
    }

    [Fact]
    public void Bound_and_sign_of_differences_hold()
    {
        foreach (EstimatorKind kind in new[] { EstimatorKind.TruncatedEs, EstimatorKind.Pes, EstimatorKind.FullEs })
        {
            ParticleShare plain = Share(new EstimatorSettings(kind, 1, truncation: 8, lockstep: true));
            ParticleShare sign = Share(new EstimatorSettings(kind, 1, truncation: 8, lockstep: true, differenceSign: 1));
            ParticleShare bound = Share(new EstimatorSettings(kind, 1, truncation: 8, lockstep: true, differenceBound: 1e-5));

            Assert.Equal(Math.Sign(plain.Carried + plain.Fresh), sign.Carried + sign.Fresh, 12);
            Assert.Equal(1e-5 * Math.Sign(plain.Carried + plain.Fresh), bound.Carried + bound.Fresh, 15);
        }

        static ParticleShare Share(EstimatorSettings settings)
        {
            var family = new ParticleFamily<double>(settings, new HorizonSettings(8), new Rng(1), 1, LaneDispatch.Widest,
                static _ => new QuadraticPair());
            family.Perturb(0, 0);
            return family.Unroll(0, 0, 10, [Math.Log(0.05)], TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Mean over all meta-steps at a frozen phi, and its standard error over particles.</summary>
    private static (double Mean, double Error) Estimate(EstimatorSettings settings, int length, int metaSteps)
    {
        // A family for each particle: their means are independent of one another.
        double[] means = new double[settings.Particles];
        double[] phi = [Phi], gradient = [0];
        var alone = new EstimatorSettings(settings.Kind, 1, settings.Sigma, settings.Truncation, settings.Aggregate, settings.Lockstep,
            settings.DividesByCounted);
        var shares = new ParticleShare[1];
        for (int i = 0; i < means.Length; i++)
        {
            var family = new ParticleFamily<double>(alone, new HorizonSettings(length), new Rng(11).Split("particle", (ulong)i), 1,
                LaneDispatch.Widest, static _ => new QuadraticPair());
            int skipped = length + 1; // the first runs may be shorter
            for (int m = 0; m < metaSteps + skipped; m++)
            {
                family.Perturb(0, m);
                shares[0] = family.Unroll(0, m, metaSteps + skipped, phi, TestContext.Current.CancellationToken);
                gradient[0] = 0;
                family.Add(shares, 1, gradient);
                if (m < skipped)
                    continue;
                means[i] += gradient[0] / metaSteps;
            }
        }
        double mean = means.Average(), spread = Math.Sqrt(means.Sum(value => (value - mean) * (value - mean)) / (means.Length - 1));
        return (mean, spread / Math.Sqrt(means.Length));
    }
}
