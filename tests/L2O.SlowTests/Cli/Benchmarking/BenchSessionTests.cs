using System.Text.Json;
using L2O.Bench;
using L2O.Bench.Results;
using L2O.Data.Sources;
using L2O.Kernels.Lstm;
using Xunit;

namespace L2O.SlowTests.Cli.Benchmarking;

public sealed class BenchSessionTests
{
    [Fact]
    public void The_json_has_the_figures_that_others_compare_with()
    {
        int measured = 0;
        BenchSettings settings = Tiny() with { Parts = [BenchPart.Kernels, BenchPart.Growth], Coordinates = [100], Unrolls = [1, 3] };
        var session = new BenchSession(settings, done => measured = done, CancellationToken.None);

        BenchReport report = session.Run() with
        {
            Training = [Iteration("meta-training", 3), Iteration("meta-testing", 1)],
            PeakMegabytes = 150
        };

        using var document = JsonDocument.Parse(report.ToJson());
        JsonElement root = document.RootElement;
        Assert.Equal(3, root.GetProperty("metaTrainMillisecondsPerIteration").GetDouble());
        Assert.Equal(1, root.GetProperty("metaTestMillisecondsPerIteration").GetDouble());
        Assert.Equal(150, root.GetProperty("peakMegabytes").GetDouble());
        Assert.InRange(root.GetProperty("multiplyAddPeakGflops").GetDouble(), 0.1, 1e5);
        Assert.Equal(1, root.GetProperty("machine").GetProperty("threads").GetInt32());
        Assert.All(root.GetProperty("kernels").EnumerateArray(),
            static kernel => Assert.True(kernel.GetProperty("microseconds").GetProperty("median").GetDouble() > 0), throwIfEmpty: true);
        Assert.Equal([(100, 20), (64, 1), (64, 3)], root.GetProperty("growth").EnumerateArray().Select(Size));
        Assert.Equal(session.Total, measured);
    }

    [Fact]
    public void An_unroll_stores_four_bytes_a_coordinate_and_iteration_and_little_else_that_grows_with_it()
    {
        const int bound = LstmMetaGradient<float>.SegmentSteps;
        BenchSettings settings = Tiny() with { Parts = [BenchPart.Growth], Coordinates = [], Unrolls = [bound, 3 * bound] };

        IReadOnlyList<GrowthResult> growth = new BenchSession(settings, static _ => { }, CancellationToken.None).Run().Growth!;

        Assert.Equal([4L * 64 * bound, 4L * 64 * 3 * bound], growth.Select(static result => result.TapeBytes));
        // Beyond the workspace's bound only one block's states at the ends of segments come on top.
        Assert.InRange(growth[1].OtherBytes - growth[0].OtherBytes, 0, 100_000);
    }

    [Fact]
    public void A_checkpoint_is_timed_with_its_size_and_its_share_of_the_default_interval()
    {
        BenchSettings settings = Tiny() with { Parts = [BenchPart.Checkpoints] };

        CheckpointResult result = new BenchSession(settings, static _ => { }, CancellationToken.None).Run().Checkpoints!;

        // theta, four states of 20 for each coordinate; phi, the best one, Adam's two means
        Assert.InRange(result.Bytes, 4 * (15_910 * 81 + 4 * 5_301), 5_300_000);
        Assert.Equal(30, result.IntervalSeconds);
        Assert.Equal(result.Milliseconds.Median / 30_000, result.Share, 1e-12);
        Assert.True(result.Milliseconds.Minimum > 0);
    }

    [Fact]
    public void A_canceled_session_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => new BenchSession(Tiny(), static _ => { }, source.Token).Run());
    }

    [Theory]
    [InlineData(0, 0, "seconds is 0; expected a number greater than 0")]
    [InlineData(double.NaN, 0, "seconds is NaN; expected a number greater than 0")]
    [InlineData(1, -1, "warmUpSeconds is -1; expected 0 or more")]
    public void Times_out_of_range_are_refused(double seconds, double warmUpSeconds, string message) => Assert.StartsWith(
        message,
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new BenchSettings("digits", DataFolder.Resolve("x"), 1, seconds, warmUpSeconds)).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("bench --only memry",
        "option '--only' has the value 'memry'; expected one of all, training, variants, memory, checkpoints, kernels, learned, " +
        "particles, growth, dynamics, snapshots; did you mean 'memory'?")]
    [InlineData("bench --seconds 0", "option '--seconds' has the value '0'; expected a number greater than 0")]
    [InlineData("bench --data mnits", "unknown dataset 'mnits'")]
    [InlineData("bench --only kernels --json /no-such-folder/x.json",
        "JSON file '/no-such-folder/x.json' can't be written, folder '/no-such-folder' does not exist")]
    public void Bad_usage_is_refused_before_anything_is_measured(string line, string expected)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(line.Split(' '));

        Assert.StartsWith($"error: {expected}", outcome.Error, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
        Assert.Equal(2, outcome.Code);
    }

    private static (int Coordinates, int Unroll) Size(JsonElement growth) =>
        (growth.GetProperty("coordinates").GetInt32(), growth.GetProperty("unroll").GetInt32());

    private static TrainingResult Iteration(string name, double milliseconds) => new(name, Timing.Of([milliseconds]));

    private static BenchSettings Tiny() => new("digits", DataFolder.Resolve("."), 1, 1e-6, 0) { ReferenceCoordinates = 64 };
}
