using L2O.Dynamics;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class DynamicsTableTests
{
    [Fact]
    public void Rows_come_back_as_they_were_and_what_nothing_shows_is_only_counted()
    {
        RunMeasurement[] rows = [.. Enumerable.Range(1, 40).SelectMany(static i => new RunMeasurement[]
        {
            new("net", i % 2 == 0 ? "adam" : "sgd", i % 3, new Measurement(i, "all", "update_norm", i / 3.0)),
            new("net", "sgd", 0, new Measurement(i, "layers.mat_0.weight", "update_norm", i)),
            new("net", "sgd", 0, new Measurement(i, "layer 1 channel 2", "cell_spectrogram", i, 0.05)),
            new("other", "l2o", 1, i < 20 ? new Measurement(i, "all", "own", i) : new Measurement(i, "all", "own", i, 2, i - 1, i + 1)),
        })];

        var table = new DynamicsTable(rows);

        Assert.Equal((160, 40), (table.Count, table.LastIteration));
        foreach ((string measure, string target) in new[]
            { ("update_norm", "all"), ("cell_spectrogram", "layer 1 channel 2"), ("own", "all") })
            Assert.Equal(rows.Where(row => row.Measurement.Measure == measure && row.Measurement.Target == target),
                table.Rows(measure, target));
        Assert.Empty(table.Rows("update_norm", "layers.mat_0.weight"));
        Assert.Equal(["update_norm", "cell_spectrogram", "own"], table.Measures);
        Assert.Equal(["all"], table.TargetsOf("update_norm"));
        Assert.Equal(["net", "other"], table.Optimizees);
        Assert.Equal(["sgd", "l2o", "adam"], table.Optimizers);
        Assert.Equal(7, table.Runs.Count); // three of sgd and of adam, one of l2o
    }

    [Fact]
    public void The_rows_are_gone_through_once()
    {
        int made = 0;

        var table = new DynamicsTable(Rows());

        Assert.Equal((1000, 1000), (made, table.Count));
        Assert.Equal(999, table.Rows("update_norm").Last().Measurement.Value);
        Assert.Equal(1000, made);

        IEnumerable<RunMeasurement> Rows()
        {
            for (; made < 1000; made++)
                yield return new RunMeasurement("net", "sgd", 0, new Measurement(made + 1, "all", "update_norm", made));
        }
    }
}
