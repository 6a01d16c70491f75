using L2O.MetaTesting;
using L2O.MetaTraining;
using L2O.Tables;
using Xunit;

namespace L2O.Tests.Runs;

/// <summary>The file by which others follow a run.</summary>
public sealed class ProgressLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SteppedClock _clock = new();

    private string[] Rows => File.ReadAllLines(_folder[ProgressLog.FileName]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_a_second_holds_the_mean_loss_since_the_row_before()
    {
        using (var log = new ProgressLog(_folder.Root, clock: _clock))
            for (int report = 1; report <= 25; report++)
            {
                log.Report(new MetaTrainingProgress(1, 10 * report, 1000, report % 10 == 5 ? double.PositiveInfinity : report, 3.25));
                _clock.Now += TimeSpan.FromMilliseconds(100);
            }

        Assert.Equal(
        [
            ProgressPoint.Header,
            "2026-01-02T03:04:05.000Z,1,10,1000,1,3.25",
            "2026-01-02T03:04:06.000Z,1,110,1000,6.66667,3.25",
            "2026-01-02T03:04:07.000Z,1,210,1000,16.6667,3.25",
            "2026-01-02T03:04:07.500Z,1,250,1000,23,3.25",
        ], Rows);
    }

    [Fact]
    public void Rows_are_read_back_and_anything_else_is_no_row()
    {
        var point = new ProgressPoint(_clock.GetUtcNow(), 0, 5, 9, 0.5, double.NaN);
        Assert.Equal(point, ProgressPoint.Parse(point.Format()));
        foreach (string line in new[] { ProgressPoint.Header, "", "2026-01-02T03:04:06.000Z,1,110",
            "2026-01-02T03:04:06.000Z,1,-1,10,1,", "2026-01-02T03:04:06.000Z,1,1,10,NaN,", "yesterday,1,1,10,1," })
            Assert.Null(ProgressPoint.Parse(line));
    }

    [Fact]
    public void A_later_session_goes_on_below_and_half_a_line_goes()
    {
        File.WriteAllText(_folder[ProgressLog.FileName], $"{ProgressPoint.Header}\n2026-01-01T00:0");
        using (var log = new ProgressLog(_folder.Root, clock: _clock))
            log.Report(new MetaTestProgress(5, 9, 0.5));
        Assert.Equal([ProgressPoint.Header, "2026-01-02T03:04:05.000Z,,5,9,0.5,"], Rows);
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_borne_and_the_next_is_told()
    {
        Directory.CreateDirectory(_folder[ProgressLog.FileName]);
        var heard = new Listener();
        using var log = new ProgressLog(_folder.Root, heard, _clock);
        log.Report(new MetaTrainingProgress(1, 1, 2, 3));
        Assert.Equal(1, heard.Reports);
        using var nowhere = new ProgressLog(_folder["none"], clock: _clock);
        nowhere.Report(new MetaTestProgress(1, 2, 3));
    }

    [Fact]
    public void Between_rows_a_report_allocates_nothing()
    {
        using var log = new ProgressLog(_folder.Root, clock: _clock);
        log.Report(new MetaTrainingProgress(1, 1, 2, 3));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
            log.Report(new MetaTrainingProgress(1, i, 200, 3));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private sealed class SteppedClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Now.UtcTicks;
    }

    private sealed class Listener : IProgress<MetaTrainingProgress>
    {
        public int Reports { get; private set; }

        public void Report(MetaTrainingProgress value) => Reports++;
    }
}
