using L2O.MetaTesting;
using L2O.Optimizees;
using Xunit;

namespace L2O.Tests.MetaTesting;

public class LossCurveTests
{
    private static readonly LossCurve Curve = Of(2, 1, 0.4, 0.9, 0.7, 0.5, 0.45, 0.3, 0.2);

    [Fact]
    public void Single_batches_count_from_the_first_one_under_the_threshold() => Assert.Equal(3, Curve.IterationsTo(0.5));

    [Fact]
    public void A_mean_over_batches_is_not_fooled_by_an_easy_one()
    {
        // Means of three from iteration 2: 1.13, 0.77, 0.67, 0.70, 0.55, 0.417.
        Assert.Equal(7, Curve.IterationsTo(0.5, window: 3));
        Assert.Equal(7, Curve.IterationsTo(0.5, window: 5)); // 0.43 over iterations 5 to 9
    }

    [Fact]
    public void A_curve_that_stays_above_never_gets_there()
    {
        Assert.Null(Curve.IterationsTo(0.2));
        Assert.Null(Of(1, 1, 1).IterationsTo(0.5, window: 3));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-3)]
    public void A_window_without_a_middle_is_refused(int window) =>
        Assert.Contains($"window is {window}", Assert.Throws<ArgumentOutOfRangeException>(() => Curve.IterationsTo(0.5, window)).Message,
            StringComparison.Ordinal);

    private static LossCurve Of(params double[] losses) => new(
        "net", "adam", 0, [.. losses.Select(static (loss, i) => new CurvePoint(i + 1, loss, 0.5, double.NaN, double.NaN))],
            new LossAndAccuracy(1, 0.5), new LossAndAccuracy(1, 0.5));
}
