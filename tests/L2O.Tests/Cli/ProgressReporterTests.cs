using L2O.Cli;
using L2O.Cli.Progress;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class ProgressReporterTests
{
    [Fact]
    public void Plain_progress_is_a_line_every_few_seconds_on_the_error_stream()
    {
        string error = Show(quiet: false, new ProgressPlan("meta-training", "iterations", 4000));

        Assert.Equal(
            """
            meta-training: 1200 of 4000 iterations (30 %), 200/s, 14 s left, loss 0.512
            meta-training: 4000 of 4000 iterations (100 %), 571/s, took 7 s, loss 0.25

            """, error, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void What_an_earlier_run_did_does_not_count_as_speed()
    {
        string error = Show(quiet: false, new ProgressPlan("meta-training", "iterations", 400000, AlreadyDone: 600));

        Assert.StartsWith("meta-training: 1200 of 400000 iterations (0 %), 100/s, 1 h 06 min left", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Quiet_shows_nothing() => Assert.Equal("", Show(quiet: true, new ProgressPlan("meta-training", "iterations", 4000)));

    [Fact]
    public void A_terminal_gets_a_bar_with_the_same_text()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var terminal = new Terminal(output, error, true, true, new ManualClock());

        ProgressReporter.Run(terminal, quiet: false, new ProgressPlan("tuning [1]", "runs", 3),
            static progress => { progress.Report(3); return 0; });

        Assert.Contains("tuning [1]", error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", output.ToString());
    }

    private static string Show(bool quiet, ProgressPlan plan)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var clock = new ManualClock();
        int result = ProgressReporter.Run(new Terminal(output, error, false, false, clock), quiet, plan, progress =>
        {
            clock.Advance(4);
            progress.Report(1000, 0.7);
            clock.Advance(2);
            progress.Report(1200, 0.512);
            clock.Advance(1);
            progress.Report(4000, 0.25);
            return 7;
        });
        Assert.Equal(7, result);
        Assert.Equal("", output.ToString());
        return error.ToString();
    }
}
