using L2O.Numerics;
using L2O.Optimizees.Layers;
using L2O.Testing;
using Xunit;

namespace L2O.Tests.Optimizees;

public sealed class LayerNormFadeTests
{
    // Mean 3, biased variance 14/3.
    private static readonly double[] s_sample = [1, 2, 6];

    [Fact]
    public void The_normalization_fades_pass_by_pass_until_nothing_is_left()
    {
        var layer = new LayerNormFade<double>("norm", 3, duration: 4);
        double[] statistics = [0];
        double normalized = (6 - 3) / Math.Sqrt(14.0 / 3 + 1e-5);
        foreach (double share in new[] { 0.25, 0.5, 0.75, 1, 1 })
            Assert.Equal(share * 6 + (1 - share) * normalized, Forward(layer, statistics, isTraining: true)[2], 1e-14);
        Assert.Equal([4.0], statistics); // stops at the duration
    }

    [Fact]
    public void Evaluation_takes_the_share_as_it_stands()
    {
        var layer = new LayerNormFade<double>("norm", 3, duration: 4);
        double[] statistics = [1];
        double normalized = (1 - 3) / Math.Sqrt(14.0 / 3 + 1e-5);
        Assert.Equal(0.25 * 1 + 0.75 * normalized, Forward(layer, statistics, isTraining: false)[0], 1e-14);
        Assert.Equal([1.0], statistics);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1000)]
    public void Backward_matches_finite_differences(int duration) =>
        Assert.InRange(GradientCheck.RelativeError(new LayerNormFade<double>("norm", 6, duration), 5, isTraining: true, seed: 4), 0, 1e-9);

    [Fact]
    public void A_fresh_start_begins_at_the_first_pass()
    {
        double[] statistics = [7];
        new LayerNormFade<double>("norm", 3, duration: 9).Initialize([], statistics, new Rng(1));
        Assert.Equal([0.0], statistics);
    }

    private static double[] Forward(LayerNormFade<double> layer, double[] statistics, bool isTraining)
    {
        double[] output = new double[3];
        layer.Forward(new LayerPass<double> { Statistics = statistics, Input = s_sample, Count = 1, IsTraining = isTraining }, output);
        return output;
    }
}
