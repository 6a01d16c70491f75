using L2O.Numerics;
using L2O.Studies.Paper.Claims;
using Xunit;

namespace L2O.Tests.Reporting.Claims;

public sealed class RunBootstrapTests
{
    [Fact]
    public void With_three_runs_the_interval_reaches_from_the_least_to_the_greatest()
    {
        RunInterval interval = RunBootstrap.Mean(Values(1, 2, 6));

        Assert.Equal((3, 1, 6), (interval.Value, interval.Low, interval.High));
    }

    [Fact]
    public void Ratios_pair_the_runs()
    {
        // Each run alone has a ratio of 2, however different the runs are.
        RunInterval interval = RunBootstrap.Ratio(Values(2, 20, 200), Values(1, 10, 100));
        Assert.Equal((2, 2, 2, 0, 0), (interval.Value, interval.Low, interval.High, interval.RunSpread, interval.Starts));
    }

    [Fact]
    public void Runs_that_one_side_lacks_are_left_out()
    {
        var two = new RunValues(new Dictionary<TestedRun, double> { [new(null, 1)] = 10, [new(null, 5)] = 3 });

        Assert.Equal(2, RunBootstrap.Ratio(Values(2, 20, 200), two).Value);
        Assert.Throws<MissingResultException>(() =>
            RunBootstrap.Ratio(Values(1), new RunValues(new Dictionary<TestedRun, double> { [new(null, 9)] = 1 })));
    }

    [Fact]
    public void Many_runs_are_resampled_the_same_way_each_time()
    {
        RunValues values = Values([.. Enumerable.Range(0, 40).Select(static i => (double)(i % 2))]);

        RunInterval interval = RunBootstrap.Mean(values);

        Assert.Equal(interval, RunBootstrap.Mean(values));
        // Forty fair coins: standard deviation 0.079, so 0.155 on either side.
        Assert.Equal(0.5, interval.Value);
        Assert.InRange(interval.Low, 0.3, 0.4);
        Assert.InRange(interval.High, 0.6, 0.7);
    }

    [Fact]
    public void Meta_trainings_widen_the_interval_and_have_a_spread_of_their_own()
    {
        // All runs of a meta-training agree, so only which meta-trainings are drawn matters.
        RunInterval interval = RunBootstrap.Mean(Learned([1, 1, 1], [2, 2, 2], [6, 6, 6]));

        Assert.Equal((3, 1, 6, 3), (interval.Value, interval.Low, interval.High, interval.Starts));
        Assert.Equal((Math.Sqrt(7), 0), (interval.StartSpread, interval.RunSpread));
    }

    [Fact]
    public void One_draw_of_runs_serves_all_meta_trainings()
    {
        // What a run adds is the same in all meta-trainings: drawn for each apart it would average away to a third of the width.
        RunInterval interval = RunBootstrap.Mean(Learned([0, 10, 20], [0, 10, 20], [0, 10, 20]));

        Assert.Equal((10, 0, 20), (interval.Value, interval.Low, interval.High));
        Assert.Equal((0, 10), (interval.StartSpread, interval.RunSpread));
    }

    [Fact]
    public void A_ratio_to_a_baseline_pairs_runs_and_one_of_two_learned_optimizers_starts_too()
    {
        RunInterval baseline = RunBootstrap.Ratio(Learned([2, 20], [4, 40]), Values(1, 10));
        Assert.Equal((3, 2, 4), (baseline.Value, baseline.Low, baseline.High));

        // The third start that one side lacks is left out.
        RunInterval learned = RunBootstrap.Ratio(Learned([2, 20], [6, 60]), Learned([1, 10], [3, 30], [100, 100]));
        Assert.Equal((2, 2, 2, 2), (learned.Value, learned.Low, learned.High, learned.Starts));
    }

    [Fact]
    public void Differences_meet_baselines_in_every_meta_training()
    {
        RunValues less = Learned([5, 6], [7, 8]).With(Values(1, 2), static (mine, other) => mine - other);
        Assert.Equal((2, 2), (less.Starts.Count, less.Runs.Count));
        Assert.Equal(5, less.Mean([0, 1], [0, 1]));
    }

    [Fact]
    public void The_interval_over_meta_trainings_covers_the_truth_about_as_often_as_it_says()
    {
        // Crossed effects of starts and runs, five of each, around 0: nominal 95 %, bootstraps of five are known to fall short.
        var rng = new Rng(3);
        int covered = 0;
        const int Studies = 60;
        for (int study = 0; study < Studies; study++)
        {
            double[] starts = [.. Enumerable.Range(0, 5).Select(_ => rng.NextNormal())],
                runs = [.. Enumerable.Range(0, 5).Select(_ => rng.NextNormal())];
            RunInterval interval = RunBootstrap.Mean(Learned([.. starts.Select(start => runs.Select(run => start + run).ToArray())]));
            covered += interval.Low < 0 && interval.High > 0 ? 1 : 0;
        }
        Assert.InRange((double)covered / Studies, 0.8, 1);
    }

    private static RunValues Values(params double[] values) => new(values.Select(static (value, run) => (value, run))
        .ToDictionary(static pair => new TestedRun(null, pair.run), static pair => pair.value));

    private static RunValues Learned(params double[][] starts) => new(
        starts.SelectMany(static (runs, start) => runs.Select((value, run) => (Key: new TestedRun(start, run), value)))
        .ToDictionary(static pair => pair.Key, static pair => pair.value));
}
