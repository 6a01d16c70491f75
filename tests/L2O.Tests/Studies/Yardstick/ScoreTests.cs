using L2O.Studies.Yardstick.Runs;
using L2O.Studies.Yardstick.Scores;
using Xunit;

namespace L2O.Tests.Studies.Yardstick;

/// <summary>Each score with an answer worked out by hand.</summary>
public sealed class ScoreTests
{
    [Theory]
    [InlineData(new double[] { 7 }, 7)]
    [InlineData(new double[] { 1, 2, 3 }, 2)] // a quarter of three is none
    [InlineData(new double[] { 100, 2, 4, -50 }, 3)]
    [InlineData(new double[] { 0, 1, 2, 3, 4, 5, 6, 1000 }, 3.5)]
    [InlineData(new double[] { double.NaN, 1, 2, 3, double.PositiveInfinity }, 2.5)]
    [InlineData(new double[] { double.NaN }, double.NaN)]
    public void An_interquartile_mean_leaves_a_quarter_out_at_either_end(double[] values, double expected) =>
        Assert.Equal(expected, RobustMean.Interquartile(values));

    [Theory]
    [InlineData(new double[] { 3, 1, 2 }, 2)]
    [InlineData(new double[] { 4, 1, 2, 3 }, 2.5)]
    [InlineData(new double[] { 1, double.NaN, 2 }, 2)]
    [InlineData(new double[] { 1, double.NaN, double.NaN }, double.PositiveInfinity)]
    public void A_divergence_counts_as_infinite_in_a_median(double[] values, double expected) =>
        Assert.Equal(expected, RobustMean.Median(values));

    [Theory]
    [InlineData(0.5, 0.5, true)] // Adam has it at step 2 of 4
    [InlineData(0.25, 1, true)] // at its last step
    [InlineData(0.2, 1.75, true)] // at step 7 of the longer run
    [InlineData(0.05, 2, false)]
    [InlineData(2, 0.25, true)]
    [InlineData(double.NaN, 0, true)]
    [InlineData(double.PositiveInfinity, 0, true)]
    public void A_speed_up_is_the_steps_of_Adam_over_the_horizon(double final, double expected, bool isReached)
    {
        float[] adam = [1, 0.5f, 0.4f, 0.25f], longer = [1, 0.6f, 0.5f, 0.4f, 0.3f, 0.25f, 0.2f, 0.1f];

        Assert.Equal(new SpeedUp(expected, isReached), SpeedUp.Of(final, adam, longer, horizon: 4));
    }

    [Fact]
    public void A_probability_of_improvement_counts_pairs_of_runs()
    {
        Assert.Equal(1, ScoreBoard.Improvement([1, 2], [3, 4]));
        Assert.Equal(0.75, ScoreBoard.Improvement([1, 3], [2, 4])); // 1 < 2, 1 < 4, 3 < 4, not 3 < 2
        Assert.Equal(0.5, ScoreBoard.Improvement([2], [2]));
        Assert.Equal(0.5, ScoreBoard.Improvement([double.NaN, 1], [2]));
        Assert.Equal(0.5, ScoreBoard.Improvement([double.NaN], [double.NaN]));
    }

    [Fact]
    public void A_profile_is_the_share_of_the_tasks_that_are_so_good()
    {
        Assert.Equal([1, 0.75, 0.5, 0.25], PerformanceProfile.AtLeast([0.5, 1, 1.5, 2], [0.5, 1, 1.2, 2]));
        Assert.Equal([0.5, 0.5], PerformanceProfile.AtLeast([double.NaN, 1], [0, 1]));
        Assert.Equal([0.25, 0.5, 0.75], PerformanceProfile.Within([1, 2, 3, double.PositiveInfinity], [1, 1, 1, 1], [1, 2, 4]));
    }

    [Fact]
    public void A_run_is_scored_by_its_last_nine_steps_and_by_all()
    {
        var curve = new RunCurve([.. Enumerable.Range(1, 20).Select(static step => 21.0 - step)], [new TestPoint(20, 3, 0.9)]);

        Assert.Equal(new ScoredRun(10.5, 5, false, 3, 0.9), ScoredRun.Of(curve, 20)); // 20, 19, ..., 1: the last nine are 9, ..., 1
        Assert.Equal(new ScoredRun(15.5, 15, false, double.NaN, double.NaN), ScoredRun.Of(curve.First(10), 10)); // 19, ..., 11
        Assert.True(ScoredRun.Of(curve, 21) is { Diverged: true, FinalLoss: double.NaN }); // it ended early
        float[] smooth = ScoredRun.Smooth(curve);
        Assert.Equal([20, 19.5f, 19], smooth[..3]);
        Assert.Equal([16, 15, 5], [smooth[8], smooth[9], smooth[19]]);
    }

    [Fact]
    public void A_run_that_ends_above_its_beginning_diverged()
    {
        var curve = new RunCurve([1, .. Enumerable.Repeat(1.5, 11)], []);

        Assert.True(ScoredRun.Of(curve, 12) is { Diverged: true, FinalLoss: 1.5 });
    }

    [Fact]
    public void Resamples_draw_tasks_and_their_runs()
    {
        // Two tasks of one run each: a mean of 0, 1/2 or 1, a quarter of the resamples at either end.
        Assert.Equal(new Interval(0.5, 0, 1), StratifiedBootstrap.Of(2, 1, static (task, _) => task, static values => values.Average()));
        // One task of two runs: both runs, or one of them twice.
        Assert.Equal(new Interval(0.5, 0, 1),
            StratifiedBootstrap.Of(1, 2, static (_, runs) => runs.Average(), static values => values.Average()));
        Assert.Equal(new Interval(3, 3, 3), StratifiedBootstrap.Of(5, 3, static (_, _) => 3, RobustMean.Interquartile));
    }

    [Fact]
    public void The_last_tenth_is_what_searches_compare()
    {
        var curve = new RunCurve([.. Enumerable.Range(0, 200).Select(static step => (double)step)], []);

        Assert.Equal(189.5, TaskRuns.LastTenth(curve, 200)); // 180 to 199
        Assert.Equal(45, TaskRuns.LastTenth(curve, 50)); // nine at least: 41 to 49
        Assert.Equal(double.NaN, TaskRuns.LastTenth(curve, 201));
    }
}
