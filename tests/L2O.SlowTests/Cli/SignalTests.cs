using System.Diagnostics;
using Xunit;

namespace L2O.SlowTests.Cli;

/// <summary>Signals in the middle of passes over very large batches are answered within a second.</summary>
public sealed class SignalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_backward_pass_over_a_whole_split_is_given_up_within_a_second()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals by number are a thing of Unix");
        double best = double.PositiveInfinity; // of two: other processes may keep this machine busy for a moment
        for (int attempt = 0; attempt < 2 && best > 1; attempt++)
            best = Math.Min(best, await SecondsToEnd(attempt));
        Assert.InRange(best, 0, 1);
    }

    private async Task<double> SecondsToEnd(int attempt)
    {
        using var process = Process.Start(new ProcessStartInfo("env", ["--default-signal=TERM", "dotnet",
            Path.Combine(AppContext.BaseDirectory, "l2o.dll"), "train", "lenet", "--batch", "50000", "--iterations", "10",
            "--out", _folder[$"{attempt}"]])
        { RedirectStandardError = true })!;
        while (!File.Exists(_folder[$"{attempt}/run.json"]) && !process.HasExited)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        await Task.Delay(3000, TestContext.Current.CancellationToken); // it is within its first pass
        long started = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            kill.WaitForExit();
        string error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Assert.Equal(143, process.ExitCode);
        Assert.Contains("interrupted: no checkpoint was made yet", error, StringComparison.Ordinal);
        return seconds;
    }
}
