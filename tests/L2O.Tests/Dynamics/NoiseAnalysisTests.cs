using System.Collections.Immutable;
using L2O.Dynamics;
using L2O.Dynamics.Noise;
using L2O.Dynamics.TailIndices;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Dynamics;

public sealed class NoiseAnalysisTests
{
    private const int Rows = 37;

    private static readonly ParameterLayout s_layout = new(("weight", [4, 25]), ("bias", [7]), ("scalar", [1]));

    [Fact]
    public void Pooled_and_vector_indices_are_those_of_the_centered_vectors()
    {
        float[] values = Draw(offset: 3), centered = Center(values);
        ImmutableArray<NoiseEstimates> found = Analyze(values);
        Assert.Equal(["weight", "bias", "scalar", Measurement.All], found.Select(static noise => noise.Target));
        foreach (NoiseEstimates noise in found)
        {
            float[] samples = noise.Target == Measurement.All ? centered : Columns(centered, s_layout[noise.Target]);
            int width = samples.Length / Rows;
            double pooled = TailIndex.Estimate<float>(samples, 1, TailIndex.GroupSize(samples.Length));
            Assert.Equal(pooled, noise.TailIndex.Value, 1e-5 * Math.Abs(pooled));
            double ofVectors = TailIndex.Estimate<float>(samples, width, TailIndex.GroupSize(Rows));
            Assert.Equal(ofVectors, noise.VectorTailIndex, 1e-5 * Math.Abs(ofVectors));
            double norm = Enumerable.Range(0, Rows)
                .Average(k => Math.Sqrt(samples.AsSpan(k * width, width).ToArray().Sum(static x => (double)x * x)));
            Assert.Equal(norm, noise.NoiseNorm.Value, 1e-6 * norm);
        }
    }

    [Fact]
    public void Indices_from_the_histogram_come_near_those_from_sorted_samples()
    {
        float[] values = Draw(offset: 0), centered = Center(values);
        NoiseEstimates all = Analyze(values)[^1];
        Assert.Equal(McCullochTailIndex.Estimate<float>(centered), all.McCullochTailIndex, 0.02);
        Assert.Equal(HillTailIndex.Estimate<float>(centered, 0.05), all.HillTailIndex, 0.3);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Threads_do_not_change_a_bit(int threads) => Assert.Equal(Analyze(Draw(offset: 1)), Analyze(Draw(offset: 1), threads));

    [Fact]
    public void The_next_snapshot_remembers_nothing()
    {
        using var compute = new Compute(1);
        NoiseAnalysis analysis = Create(compute);
        ImmutableArray<NoiseEstimates> first = analysis.Analyze(Draw(offset: 1));
        analysis.Analyze(Draw(offset: 7));
        Assert.Equal(first, analysis.Analyze(Draw(offset: 1)));
    }

    [Fact]
    public void What_is_not_finite_shows_and_equal_vectors_have_no_noise()
    {
        float[] values = Draw(offset: 0);
        values[200] = float.NaN;
        NoiseEstimates diverged = Analyze(values)[^1];
        Assert.All(
            new[] { diverged.TailIndex.Value, diverged.VectorTailIndex, diverged.HillTailIndex,
                diverged.McCullochTailIndex, diverged.NoiseNorm.Value }, static estimate => Assert.Equal(double.NaN, estimate));

        NoiseEstimates still = Analyze(new float[Rows * s_layout.Count])[^1];
        Assert.Equal(0, still.NoiseNorm.Value);
        Assert.Equal(double.NaN, still.McCullochTailIndex);
        Assert.Equal(double.NaN, still.HillTailIndex);
        Assert.Equal((double.NaN, double.NaN), (still.TailIndex.Value, still.VectorTailIndex));
    }

    [Theory]
    [InlineData(1e-30f)]
    [InlineData(1e-15f)]
    [InlineData(1e30f)]
    public void Estimates_do_not_depend_on_the_scale_of_the_noise(float scale)
    {
        float[] values = Draw(offset: 0);
        foreach ((NoiseEstimates expected, NoiseEstimates found) in Analyze(values).Zip(Analyze([.. values.Select(x => scale * x)])))
        {
            Assert.Equal(expected.TailIndex.Value, found.TailIndex.Value, 1e-3 * Math.Abs(expected.TailIndex.Value));
            Assert.Equal(expected.VectorTailIndex, found.VectorTailIndex, 1e-3 * Math.Abs(expected.VectorTailIndex));
            Assert.Equal(expected.HillTailIndex, found.HillTailIndex, 0.2);
            Assert.Equal(expected.McCullochTailIndex, found.McCullochTailIndex, 0.05);
            Assert.Equal(expected.NoiseNorm.Value, found.NoiseNorm.Value / scale, 1e-3 * expected.NoiseNorm.Value);
        }
    }

    [Fact]
    public void Noise_that_single_precision_cannot_resolve_is_no_noise()
    {
        NoiseEstimates still = Analyze([.. Draw(offset: 0).Select(static x => 1e-38f * x)])[^1];
        Assert.All(new[] { still.TailIndex.Value, still.TailIndex.Low, still.TailIndex.High, still.VectorTailIndex, still.HillTailIndex,
            still.McCullochTailIndex }, static estimate => Assert.Equal(double.NaN, estimate));
        Assert.True(still.NoiseNorm.Value > 0);
    }

    [Fact]
    public void Bootstrap_intervals_of_a_mean_are_as_wide_as_its_standard_error_says()
    {
        var rng = new Rng(6);
        double[] values = [.. Enumerable.Range(0, 400).Select(_ => rng.NextNormal())];
        IntervalEstimate mean = new MinibatchBootstrap(400, 2000, new Rng(1))
            .Estimate(weights => weights.Zip(values, static (w, v) => w * v).Sum() / 400);
        Assert.Equal(values.Average(), mean.Value, 1e-12);
        // ± 5 % from the ends' quantiles, 4 % from the variance of 400 draws
        Assert.Equal(2 * 1.96 / Math.Sqrt(400), mean.High - mean.Low, 0.03);
        Assert.Throws<ArgumentOutOfRangeException>("resamples", static () => new MinibatchBootstrap(5, 39, new Rng(1)));
    }

    [Fact]
    public void Hills_index_is_exact_for_a_known_tail()
    {
        // Quantiles of the Pareto law with index 2: the sum of their logarithms is that of evenly spaced shares.
        float[] samples = [.. Enumerable.Range(1, 1000).Select(static i => (float)((i % 2 == 0 ? 1 : -1) * Math.Pow(i / 1000.0, -0.5)))];
        double expected = 10 / Enumerable.Range(1, 10).Sum(static i => Math.Log(11.0 / i) / 2);
        Assert.Equal(expected, HillTailIndex.Estimate<float>(samples), 1e-5);
        Assert.Equal(double.NaN, HillTailIndex.Estimate<float>(new float[200]));
        Assert.Throws<ArgumentOutOfRangeException>("share", () => HillTailIndex.Estimate<float>(samples, 1));
        Assert.Throws<ArgumentException>("samples", static () => HillTailIndex.Estimate<float>(new float[99]));
    }

    [Fact]
    public void McCullochs_table_is_met_at_its_corners()
    {
        Assert.Equal(2, Quantiles(2.439, 0));
        Assert.Equal(2, Quantiles(2.2, 0)); // nothing is less heavy-tailed than the normal law
        Assert.Equal(1.279, Quantiles(4, 0), 1e-12);
        Assert.Equal(1.184, Quantiles(4, 0.7), 1e-9);
        Assert.Equal(1.184, Quantiles(4, -0.7), 1e-9);
        Assert.Equal(0.593, Quantiles(25, 0), 1e-9);
        Assert.Equal(double.NaN, McCullochTailIndex.FromQuantiles([-1, 0, 0, 0, 1]));

        static double Quantiles(double width, double skew) =>
            McCullochTailIndex.FromQuantiles([-width / 2, -0.5, -skew * width / 2, 0.5, width / 2]);
    }

    [Fact]
    public void Group_sizes_of_the_median_go_from_the_fourth_root_to_the_root()
    {
        Assert.Equal([12, 18, 25, 35, 50, 71, 100], TailIndex.GroupSizes(10_000));
        Assert.Equal([2], TailIndex.GroupSizes(4));
        Assert.Throws<ArgumentOutOfRangeException>("count", static () => TailIndex.GroupSizes(3));
        double[] samples = [3, 4, 1, -5, 2, 7, -8, 1, 4];
        Assert.Equal((TailIndex.Estimate<double>(samples, 1, 2) + TailIndex.Estimate<double>(samples, 1, 3)) / 2,
            TailIndex.MedianEstimate<double>(samples, 1), 1e-12);
    }

    private static NoiseAnalysis Create(Compute compute) =>
        new(s_layout, Rows, new NoiseSettings(tailShare: 0.05, resamples: 40), compute, new Rng(3));

    private static ImmutableArray<NoiseEstimates> Analyze(float[] values, int threads = 1)
    {
        using var compute = new Compute(threads);
        return Create(compute).Analyze(values);
    }

    private static float[] Draw(int offset)
    {
        var rng = new Rng(12, (ulong)offset);
        var law = new StableLaw(1.6);
        return [.. Enumerable.Range(0, Rows * s_layout.Count).Select(_ => (float)(offset + law.Next(rng)))];
    }

    private static float[] Center(float[] values)
    {
        int n = s_layout.Count;
        float[] mean = [.. Enumerable.Range(0, n).Select(i => (float)Enumerable.Range(0, Rows).Average(k => (double)values[k * n + i]))];
        return [.. values.Select((value, i) => value - mean[i % n])];
    }

    private static float[] Columns(float[] values, ParameterSlot slot) =>
        [.. Enumerable.Range(0, Rows).SelectMany(k => slot.Of(values.AsSpan(k * s_layout.Count, s_layout.Count)).ToArray())];
}
