using L2O.MetaTesting;
using L2O.Optimizees;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Reporting;

public sealed class CurveBandTests
{
    [Fact]
    public void A_band_is_mean_smallest_and_largest_over_the_runs()
    {
        CurveBand band = Assert.Single(CurveBand.From(Runs([4, 2, 1], [2, 2, 3]), CurveMeasure.TrainLoss, 1));

        Assert.Equal([1, 2, 3], band.Iterations);
        Assert.Equal([3, 2, 2], band.Mean);
        Assert.Equal([2, 2, 1], band.Low);
        Assert.Equal([4, 2, 3], band.High);
        Assert.Equal((2, 0), (band.Runs, band.DivergedRuns));
    }

    [Fact]
    public void Smoothing_keeps_the_first_value_and_averages_the_last_with_those_before()
    {
        CurveBand band = Assert.Single(CurveBand.From(Runs([8, 2, 5, 5, 20, 1]), CurveMeasure.TrainLoss, 5));
        Assert.Equal([8, 5, 8, 33 / 5.0, 31 / 4.0, 26 / 3.0], band.Mean);
    }

    [Fact]
    public void A_band_ends_where_the_first_run_leaves_the_finite_numbers()
    {
        CurveBand band = Assert.Single(CurveBand.From(Runs([1, 1, 1, 1], [2, 9, double.PositiveInfinity]), CurveMeasure.TrainLoss, 3));
        Assert.Equal([1, 2], band.Iterations);
        Assert.Equal(1, band.DivergedRuns);
    }

    [Fact]
    public void Unmeasured_iterations_are_left_out() =>
        Assert.Equal([2, 4], Assert.Single(CurveBand.From(Runs([1, 2, 3, 4]), CurveMeasure.TestAccuracy, 1)).Iterations);

    [Fact]
    public void An_even_smoothing_window_is_refused_with_its_value() =>
        Assert.Contains("smoothing is 4; an odd number",
            Assert.Throws<ArgumentOutOfRangeException>(() => CurveBand.From(Runs([1]), CurveMeasure.TrainLoss, 4)).Message,
            StringComparison.Ordinal);

    private static Comparison Runs(params double[][] losses) => new(
        "digits",
        4,
        [
            .. losses.Select(static (run, number) => new LossCurve(
                "net",
                "adam",
                number,
                [.. run.Select(static (loss, i) => new CurvePoint(i + 1, loss, 0.5, double.NaN, i % 2 == 1 ? 0.5 : double.NaN))],
                new LossAndAccuracy(double.IsFinite(run[^1]) ? run[^1] : double.NaN, 0.5),
                new LossAndAccuracy(run[^1], 0.5))),
        ],
        []);
}
