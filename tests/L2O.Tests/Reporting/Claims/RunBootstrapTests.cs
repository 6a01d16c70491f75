using L2O.Studies.Paper.Claims;
using Xunit;

namespace L2O.Tests.Reporting.Claims;

public sealed class RunBootstrapTests
{
    [Fact]
    public void With_three_runs_the_interval_reaches_from_the_least_to_the_greatest()
    {
        RunInterval interval = RunBootstrap.Mean(Values(1, 2, 6));

        Assert.Equal(new RunInterval(3, 1, 6), interval);
    }

    [Fact]
    public void Ratios_pair_the_runs()
    {
        // Each run alone has a ratio of 2, however different the runs are.
        Assert.Equal(new RunInterval(2, 2, 2), RunBootstrap.Ratio(Values(2, 20, 200), Values(1, 10, 100)));
    }

    [Fact]
    public void Runs_that_one_side_lacks_are_left_out()
    {
        var two = new RunValues(new Dictionary<int, double> { [1] = 10, [5] = 3 });

        Assert.Equal(2, RunBootstrap.Ratio(Values(2, 20, 200), two).Value);
        Assert.Throws<MissingResultException>(() => RunBootstrap.Ratio(Values(1), new RunValues(new Dictionary<int, double> { [9] = 1 })));
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

    private static RunValues Values(params double[] values) =>
        new(values.Select(static (value, run) => (value, run)).ToDictionary(static pair => pair.run, static pair => pair.value));
}
