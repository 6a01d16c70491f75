using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace L2O.SlowTests.Cli;

public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("INT", 0)] // how a server is ended
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public async Task A_signal_ends_the_server_at_once_though_a_page_follows(string signal, int expected)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "signals by number are a thing of Unix");
        using var process =
            Process.Start(new ProcessStartInfo("env",
            ["--default-signal=INT,TERM,HUP", "dotnet", Path.Combine(AppContext.BaseDirectory, "l2o.dll"),
            "serve", _folder.Root, "--port", "0"])
            { RedirectStandardOutput = true })!;
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.Matches($@"^serving {_folder.Root} on http://127\.0\.0\.1:\d+/; Ctrl-C ends it$", line);
        using var client = new HttpClient();
        using HttpResponseMessage events = await client.GetAsync($"{line!.Split(' ')[3].TrimEnd(';')}events/runs",
            HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, events.StatusCode);

        long started = Stopwatch.GetTimestamp();
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
            kill.WaitForExit();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(expected, process.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 5);
    }

    [Fact]
    public void A_port_that_is_taken_and_a_folder_that_is_not_there_are_told()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        CliHarness.CliOutcome taken = CliHarness.Run("serve", _folder.Root, "--port", $"{port}");
        listener.Stop();
        Assert.Equal((2,
            $"error: port {port} on 127.0.0.1 can't be used, another program may have it; expected a free one, or --port 0\n"),
            (taken.Code, taken.Error.ReplaceLineEndings("\n")));

        CliHarness.CliOutcome missing = CliHarness.Run("serve", _folder["none"]);
        Assert.Equal((2, $"error: folder '{_folder["none"]}' does not exist; expected one with runs in it\n"),
            (missing.Code, missing.Error.ReplaceLineEndings("\n")));
    }
}
