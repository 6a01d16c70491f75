using L2O.Dynamics;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

public sealed class MeasurementCsvTests
{
    private static readonly RunMeasurement[] s_rows =
    [
        new("mlp-relu-20", "adam", 0, new Measurement(1, "all", "update_norm", 1.0 / 3)),
        new("affine-10+relu", "0.5*lion@0.005+0.5*sgd@0.1", 2,
            new Measurement(10, "layer 1 channel 3", "hidden_spectrogram", double.NaN, 0.05)),
        new("a, \"b\"", "ä", 1,
            new Measurement(1000, "x", "update_tail_index", double.PositiveInfinity, double.NaN, -1e-300, double.MaxValue)),
    ];

    [Fact]
    public void What_is_read_back_is_what_was_written()
    {
        using var folder = new TemporaryFolder();
        MeasurementCsv.Write(folder.Root, s_rows);

        Assert.Equal(s_rows, MeasurementCsv.Read(folder.Root));
        Assert.StartsWith(
            "optimizee,optimizer,run,iteration,target,measure,position,value,low,high\n" +
            "mlp-relu-20,adam,0,1,all,update_norm,,0.3333333333333333,,\n",
            File.ReadAllText(Path.Combine(folder.Root, MeasurementCsv.FileName)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_table_is_a_stream_both_ways()
    {
        using var folder = new TemporaryFolder();
        string text = new('x', 40_000); // longer than a buffer
        MeasurementCsv.Write(folder.Root, Enumerable.Range(1, 3000)
            .Select(i => new RunMeasurement("n", "o", 0, new Measurement(i, i == 1500 ? text : "all", "m", i / 7.0))));

        int iteration = 0;
        foreach (RunMeasurement row in MeasurementCsv.Read(folder.Root))
        {
            Assert.Equal((++iteration, iteration / 7.0), (row.Measurement.Iteration, row.Measurement.Value));
            Assert.Equal(iteration == 1500 ? text : "all", row.Measurement.Target);
        }
        Assert.Equal(3000, iteration);
    }

    [Theory]
    [InlineData("n,o,0,0,all,m,,1,,", "line 2: iteration is '0'; expected a whole number of at least 1")]
    [InlineData("n,o,0,1,all,m,,one,,", "line 2: value is 'one'; expected a number or nothing")]
    [InlineData("n,o,0,1,all,m,,1", "line 2: 8 cells; expected 10")]
    public void Damage_is_named(string row, string expected)
    {
        using var folder = new TemporaryFolder();
        MeasurementCsv.Write(folder.Root, []);
        File.AppendAllText(Path.Combine(folder.Root, MeasurementCsv.FileName), row + "\n");

        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => MeasurementCsv.Read(folder.Root).Count()).Message,
            StringComparison.Ordinal);
    }
}
