using L2O.Dynamics;
using L2O.Dynamics.Noise;
using L2O.Dynamics.TailIndices;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Dynamics;

/// <summary>
/// Intervals of the tail index hold the α of stable samples; few repetitions of small samples here, the whole calibration is
/// TailIndexCoverageTests.
/// </summary>
public sealed class TailIndexIntervalTests
{
    private const int Repetitions = 100; // of which a true 95 % gives 90 to 99

    [Theory]
    [InlineData(0.6)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void Around_the_mean_of_mini_batches_intervals_cover(double alpha)
    {
        const int rows = 30, width = 120;
        using var compute = new Compute(1);
        var analysis = new NoiseAnalysis(ParameterLayout.Vector(width), rows, new NoiseSettings(resamples: 100), compute, new Rng(2));
        Assert.InRange(Covered(alpha, rows * width, samples => analysis.Analyze(samples)[^1].TailIndex), 89, 100);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.0)]
    [InlineData(2.0)]
    public void Of_independent_samples_intervals_cover(double alpha) => Assert.InRange(
        Covered(alpha, 900, static samples => TailIndex.EstimateInterval<float>(samples, TailIndex.GroupSize(samples.Length))), 89, 100);

    [Fact]
    public void Too_few_sums_and_sums_over_several_rows_have_no_interval()
    {
        IntervalEstimate few = TailIndex.EstimateInterval<double>([3, 4, 1, 5], 2);
        Assert.Equal((TailIndex.Estimate<double>([3, 4, 1, 5], 1, 2), double.NaN, double.NaN), (few.Value, few.Low, few.High));
        var interval = new CenteredInterval(50);
        Assert.Equal(new IntervalEstimate(1, double.NaN, double.NaN), interval.Of(1, Math.Log(20), 0.1, width: 10, groupSize: 20));
        Assert.Equal(new IntervalEstimate(1, double.NaN, double.NaN), interval.Of(1, Math.Log(20), double.NaN, width: 100, groupSize: 20));
        IntervalEstimate wide = interval.Of(0.5, 2 * Math.Log(4), 1, width: 4, groupSize: 4);
        Assert.Equal(0, wide.Low); // a single sum in a row, which all rows share, says next to nothing
        // 1/α up to 1/2 + 0.196/log 20, and a little for the shared mean
        Assert.InRange(interval.Of(2, Math.Log(20) / 2, 0.1, width: 100, groupSize: 20).Low, 1.72, 1.769);
    }

    [Theory]
    [InlineData(0.6, 10, 1)]
    [InlineData(1.0, 10, 1)]
    [InlineData(1.0, 10, 0.5)]
    [InlineData(1.5, 10, 1)]
    public void The_covariance_of_two_rows_logarithms_is_that_of_drawn_samples(double alpha, int rows, double overlap)
    {
        // Two sums over two columns each; a column that both have shares its mean.
        const int draws = 40_000;
        var law = new StableLaw(alpha);
        var rng = new Rng(5);
        var first = new double[draws];
        var second = new double[draws];
        for (int draw = 0; draw < draws; draw++)
        {
            (double Own, double Other) shared = Both(), alone = Both(), apart = Both();
            (first[draw], second[draw]) = overlap == 1 ? (shared.Own, shared.Other)
                : (shared.Own + alone.Own, shared.Other + apart.Other);
            (first[draw], second[draw]) = (Math.Log(Math.Abs(first[draw])), Math.Log(Math.Abs(second[draw])));
        }
        double x = first.Average(), y = second.Average();
        double measured = first.Zip(second, (one, other) => (one - x) * (other - y)).Average();
        double spread = Math.PI * Math.PI / 6 * (1 / (alpha * alpha) + 0.5);
        Assert.Equal(measured, SharedMean.LogCovariance(alpha, rows, overlap), 0.03 * spread);

        (double Own, double Other) Both()
        {
            double own = law.Next(rng), other = law.Next(rng), sum = own + other;
            for (int row = 2; row < rows; row++)
                sum += law.Next(rng);
            return (own - sum / rows, other - sum / rows);
        }
    }

    private static int Covered(double alpha, int count, Func<float[], IntervalEstimate> estimate)
    {
        var law = new StableLaw(alpha);
        float[] samples = new float[count];
        int covered = 0;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            Rng rng = new Rng(1).Split("samples", (ulong)repetition);
            for (int i = 0; i < samples.Length; i++)
                samples[i] = (float)law.Next(rng);
            IntervalEstimate found = estimate(samples);
            covered += found.Low <= alpha && alpha <= found.High ? 1 : 0;
        }
        return covered;
    }
}
