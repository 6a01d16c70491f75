using System.Diagnostics;
using L2O.Cli;
using Xunit;

namespace L2O.Tests.Cli;

public sealed class ErrorBoundaryTests
{
    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new UsageException("a, b, c"), 2, "a, b, c" },
        { new InvalidDataException("x.gz, offset 4: bad"), 2, "x.gz, offset 4: bad" },
        { new FileNotFoundException("x: no such file"), 2, "x: no such file" },
        { new DirectoryNotFoundException("x: no such folder"), 2, "x: no such folder" },
        { new ArgumentException("rate 0; expected more than 0", "rate"), 2, "rate 0; expected more than 0" },
        { new ArgumentOutOfRangeException("rate", 0, "rate too small"), 2, "rate too small; Actual value was 0." },
        { new UnauthorizedAccessException("Access to '/x' is denied."), 2, "Access to '/x' is denied; expected permission for it" },
        { new PlatformNotSupportedException("no such lanes"), 2, "no such lanes" },
        { new NotSupportedException("dataset 'x' can't be loaded"), 2, "dataset 'x' can't be loaded" },
        { new WorkFailedException("no epoch ended well"), 1, "no epoch ended well" },
        { new IOException("disk full"), 1, "disk full" },
        { new NotFiniteNumberException("gradient of tensor 'w' has NaN at 3"), 1, "gradient of tensor 'w' has NaN at 3" },
        { new HttpRequestException("no network"), 1, "no network" },
        { new AggregateException(new UsageException("inner")), 2, "inner" },
        { new ArgumentNullException("theta"), 1,
            "unexpected ArgumentNullException: Value cannot be null; run again with --verbose for the stack trace" },
        { new InvalidOperationException("odd"), 1,
            "unexpected InvalidOperationException: odd; run again with --verbose for the stack trace" },
        { new OperationCanceledException("timer"), 1,
            "unexpected OperationCanceledException: timer; run again with --verbose for the stack trace" },
    };

    [Theory]
    [MemberData(nameof(Failures), DisableDiscoveryEnumeration = true)]
    public void An_exception_becomes_one_line_and_an_exit_code(Exception failure, int code, string line)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(_ => throw failure, CancellationToken.None);

        Assert.Equal($"error: {line}\n", outcome.Error.ReplaceLineEndings("\n"));
        Assert.Equal(code, outcome.Code);
    }

    [Fact]
    public void Verbose_adds_the_stack_trace()
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(_ => throw new IOException("disk full"), CancellationToken.None, "--verbose");

        Assert.StartsWith("error: disk full", outcome.Error, StringComparison.Ordinal);
        Assert.Contains("   at ", outcome.Error, StringComparison.Ordinal);
    }

    public static TheoryData<Exception, int, string> LaterFailures => new()
    {
        { new IOException("No space left on device : '/x'"), 1, "No space left on device : '/x'; epoch 3 is kept" },
        { new UnauthorizedAccessException("Access to '/x' is denied."), 1,
            "Access to '/x' is denied; expected permission for it; epoch 3 is kept" },
        { new DirectoryNotFoundException("cannot write '/x/y': folder '/x' does not exist"), 1,
            "cannot write '/x/y': folder '/x' does not exist; expected the folder to stay while work goes on in it" },
        { new InvalidDataException("x: damaged"), 2, "x: damaged" },
        { new WorkFailedException("no epoch ended well"), 1, "no epoch ended well" },
    };

    [Theory]
    [MemberData(nameof(LaterFailures), DisableDiscoveryEnumeration = true)]
    public void A_disk_that_fails_after_work_has_begun_is_no_bad_input_and_the_line_says_what_is_kept(Exception failure,
        int code, string line)
    {
        CliHarness.CliOutcome outcome = CliHarness.Run(invocation =>
        {
            invocation.Kept = "epoch 3 is kept";
            throw failure;
        }, CancellationToken.None);

        Assert.Equal((code, $"error: {line}\n"), (outcome.Code, outcome.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public void Work_that_does_not_answer_a_signal_is_given_up_within_a_second()
    {
        using var source = new CancellationTokenSource();
        using var given = new ManualResetEventSlim();
        using var error = new StringWriter();
        int code = 0;
        long signaled = 0;
        var app = new CommandLineApp([new CliHarness.ProbeCommand(invocation =>
        {
            invocation.Kept = "the checkpoint of epoch 3 is in 'run'";
            signaled = Stopwatch.GetTimestamp();
            source.Cancel();
            Assert.True(given.Wait(TimeSpan.FromSeconds(30), CancellationToken.None)); // a very long backward pass
            Assert.InRange(Stopwatch.GetElapsedTime(signaled), Watchdog.Patience / 2, TimeSpan.FromSeconds(5)); // busy machines
            return ExitCode.Done;
        })]);
        app.Run(["probe"], new Terminal(TextWriter.Null, error, false, false, TimeProvider.System), source.Token, ended =>
        {
            code = ended;
            given.Set();
        });
        Assert.Equal((130, "interrupted: the checkpoint of epoch 3 is in 'run'"), (code, error.ToString().TrimEnd()));
    }

    [Fact]
    public void An_interruption_says_what_was_kept()
    {
        using var source = new CancellationTokenSource();
        CliHarness.CliOutcome outcome = CliHarness.Run(invocation =>
        {
            invocation.Kept = "the checkpoint of epoch 3 is in 'run'";
            source.Cancel();
            invocation.ThrowIfInterrupted();
            return ExitCode.Done;
        }, source.Token);

        Assert.Equal("interrupted: the checkpoint of epoch 3 is in 'run'\n", outcome.Error.ReplaceLineEndings("\n"));
        Assert.Equal(130, outcome.Code);
    }
}
