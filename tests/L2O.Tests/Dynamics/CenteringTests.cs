using L2O.Dynamics.Noise;
using L2O.Dynamics.TailIndices;
using L2O.Numerics;
using Xunit;

namespace L2O.Tests.Dynamics;

/// <summary>A mean in single precision leaves residues of equal numbers, and the study's tail index counts them as noise.</summary>
public sealed class CenteringTests
{
    private const int Rows = 79; // the test split of MNIST
    private const int Width = 64;
    private const int Dead = 16; // the first coordinates of each vector

    [Fact]
    public void The_mean_of_equal_numbers_in_single_precision_is_often_another_number()
    {
        float[] values = Draw(), mean = new float[Width];
        FloatMean.Of(values, mean);
        int residues = Enumerable.Range(0, Dead).Count(i => mean[i] != values[i]);
        Assert.InRange(residues, Dead / 2, Dead - 1); // 71 % of all numbers
        for (int i = 0; i < Width; i++)
            Assert.Equal(Enumerable.Range(0, Rows).Average(row => (double)values[row * Width + i]), mean[i], 2e-7);

        var found = CenteringAnalysis.Of(values, Width);
        Assert.Equal((Dead, residues), (found.Dead, found.Residues));
        double[] sizes = [.. Enumerable.Range(0, Dead).Select(i => (double)Math.Abs(values[i] - mean[i])).Where(static size => size > 0)];
        Assert.Equal((sizes.Min(), sizes.Max()), (found.SmallestResidue, found.LargestResidue));
    }

    [Fact]
    public void The_three_indices_are_the_estimators_of_vectors_centered_so()
    {
        float[] values = Draw(), mean = new float[Width];
        FloatMean.Of(values, mean);
        double[] exact = [.. Enumerable.Range(0, Width)
            .Select(i => Enumerable.Range(0, Rows).Sum(row => (double)values[row * Width + i]) / Rows)];
        float[] single = [.. values.Select((value, i) => value - mean[i % Width])];
        double[] centered = [.. values.Select((value, i) => value - exact[i % Width])];
        double[] live = [.. centered.Where(static (_, i) => i % Width >= Dead)];
        var found = CenteringAnalysis.Of(values, Width);
        Assert.Equal(TailIndex.Estimate<float>(single, 1, TailIndex.GroupSize(single.Length)), found.FloatMean, 1e-12);
        Assert.Equal(TailIndex.Estimate<double>(centered, 1, TailIndex.GroupSize(centered.Length)), found.ExactMean, 1e-12);
        Assert.Equal(TailIndex.Estimate<double>(live, 1, TailIndex.GroupSize(live.Length)), found.Live, 1e-12);
        Assert.True(found.Live > found.FloatMean && found.FloatMean > found.ExactMean, $"{found}"); // log of 0 < of a residue < of noise
    }

    [Fact]
    public void Dead_coordinates_alone_have_no_index_and_without_them_nothing_is_left_out()
    {
        var still = CenteringAnalysis.Of([.. Enumerable.Repeat(0.25f, Rows * Width)], Width);
        Assert.Equal(new CenteringAnalysis(double.NaN, double.NaN, double.NaN, Width, 0, double.NaN, double.NaN), still);
        var rng = new Rng(3);
        var alive = CenteringAnalysis.Of([.. Enumerable.Range(0, Rows * Width).Select(_ => (float)rng.NextNormal())], Width);
        Assert.Equal((0, alive.ExactMean), (alive.Dead, alive.Live));
        Assert.Equal(alive.ExactMean, alive.FloatMean, 1e-3);
        Assert.Throws<ArgumentException>("values", static () => FloatMean.Of(new float[5], new float[2]));
    }

    private static float[] Draw()
    {
        var rng = new Rng(2);
        float[] dead = [.. Enumerable.Range(0, Dead).Select(_ => (float)(0.01 * rng.NextNormal()))];
        return [.. Enumerable.Range(0, Rows * Width).Select(i =>
            i % Width < Dead ? dead[i % Width] : (float)(0.01 + 0.01 * rng.NextNormal()))];
    }
}
