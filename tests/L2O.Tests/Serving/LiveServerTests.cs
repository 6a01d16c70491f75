using System.Diagnostics;
using System.Net;
using System.Text.Json;
using L2O.Files;
using L2O.Runs;
using L2O.Serving;
using Xunit;

namespace L2O.Tests.Serving;

/// <summary>The server in this process, over real connections.</summary>
public sealed class LiveServerTests : IAsyncLifetime
{
    private readonly LiveFolder _runs = new();
    private readonly HttpClient _client = new() { Timeout = TimeSpan.FromSeconds(30) };
    private LiveServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await StartAsync();
        _client.BaseAddress = _server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        _runs.Dispose();
    }

    [Theory]
    [InlineData("/", "text/html", "id=\"runs\"")]
    [InlineData("/run?id=x", "text/html", "id=\"tiles\"")]
    [InlineData("/compare", "text/html", "id=\"differences\"")]
    [InlineData("/assets/serve.css", "text/css", "color-scheme: light dark")]
    [InlineData("/assets/chart.js", "text/javascript", "class Chart")]
    [InlineData("/favicon.ico", "image/svg+xml", "<svg")]
    public async Task Pages_and_what_they_load_come_with_the_headers_that_keep_them_in(string address, string type, string content)
    {
        using HttpResponseMessage response = await _client.GetAsync(address, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(content, await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'; script-src 'self';", Header(response, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal(("nosniff", "no-referrer", "same-origin", "no-store"),
            (Header(response, "X-Content-Type-Options"), Header(response, "Referrer-Policy"),
                Header(response, "Cross-Origin-Resource-Policy"), Header(response, "Cache-Control")));
    }

    [Fact]
    public async Task Pages_load_nothing_from_elsewhere_and_have_nothing_inline()
    {
        foreach (string address in new[] { "/", "/run", "/compare" })
        {
            string page = await _client.GetStringAsync(address, Cancellation);
            Assert.DoesNotContain("//", page, StringComparison.Ordinal);
            Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
            Assert.Equal(1, page.Split("<script").Length - 1);
        }
    }

    [Fact]
    public async Task The_list_tells_each_runs_state_result_and_progress()
    {
        _runs.AddTraining("done");
        _runs.AddTraining("deep/er/failed", RunState.Failed, epochs: 0);
        _runs.AddTraining("crashed", RunState.Running);
        string folder = _runs.AddTraining("at-work", RunState.Running, epochs: 1);
        using var held = RunLock.Acquire(folder);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        for (int second = 0; second <= 10; second++)
            LiveFolder.Progress(folder, now.AddSeconds(second), epoch: 2, 1000 + 50 * second, 4000, 0.75);

        JsonElement[] runs = [.. (await DataAsync("/api/runs")).GetProperty("runs").EnumerateArray()];

        Assert.Equal(["runs/at-work running", "runs/crashed crashed", "runs/deep/er/failed failed", "runs/done finished"],
            runs.Select(static run => $"{run.GetProperty("id")} {run.GetProperty("state")}").Order(StringComparer.Ordinal));
        JsonElement atWork = runs.Single(static run => run.GetProperty("state").GetString() == "running");
        Assert.Equal(("mlp-sigmoid-20 on digits, seed 1", 1, 4, 230.0),
            (atWork.GetProperty("what").GetString(), atWork.GetProperty("epochsDone").GetInt32(),
            atWork.GetProperty("epochs").GetInt32(), atWork.GetProperty("bestTestLoss").GetDouble()));
        Assert.Equal((50.0, 50.0, 0.375, 0.75),
            (atWork.GetProperty("rate").GetDouble(), atWork.GetProperty("secondsLeft").GetDouble(),
            atWork.GetProperty("fraction").GetDouble(), atWork.GetProperty("loss").GetDouble()));
    }

    [Fact]
    public async Task A_page_that_follows_hears_of_what_a_run_appends_and_of_its_end()
    {
        string folder = _runs.AddTraining("run", RunState.Running, epochs: 0);
        RunLock held = RunLock.Acquire(folder);
        using EventReader events = await EventReader.OpenAsync(_client, "/events/run?id=runs%2Frun", Cancellation);
        JsonElement first = (await events.NextAsync("progress", static _ => true, Cancellation))!.Value;
        Assert.Equal(0, first.GetProperty("loss").GetArrayLength());

        for (int row = 1; row <= 3; row++)
        {
            LiveFolder.Progress(folder, DateTimeOffset.UtcNow, 1, 10 * row, 100, 2.0 / row);
            int rows = row;
            JsonElement grown =
                (await events.NextAsync("progress", data => data.GetProperty("loss").GetArrayLength() == rows, Cancellation))!.Value;
            Assert.Equal([10.0 * row, Math.Round(2.0 / row, 5)], grown.GetProperty("loss")[row - 1]
                .EnumerateArray().Select(static number => Math.Round(number.GetDouble(), 5)));
        }
        using (var log = new JsonLinesLogger(Path.Combine(folder, MetaTrainingFolder.LogFile)))
            log.Log(Microsoft.Extensions.Logging.LogLevel.Warning, default, "<b>odd</b>", null, static (text, _) => text);
        JsonElement lines = (await events.NextAsync("log", static data => data.GetArrayLength() > 0, Cancellation))!.Value;
        Assert.Equal(("warning", "<b>odd</b>"), (lines[0].GetProperty("level").GetString(), lines[0].GetProperty("message").GetString()));

        RunRecord.Load(folder).End(RunState.Finished, "all done").Save(folder);
        held.Dispose();
        JsonElement end =
            (await events.NextAsync("summary", static data => data.GetProperty("state").GetString() == "finished", Cancellation))!.Value;
        Assert.Equal("all done", end.GetProperty("exitReason").GetString());
        Directory.Delete(folder, recursive: true);
        Assert.NotNull(await events.NextAsync("gone", static _ => true, Cancellation));
    }

    [Fact]
    public async Task A_comparison_has_the_settings_that_differ_and_the_curves()
    {
        _runs.AddTraining("a", seed: 1);
        _runs.AddTraining("b", seed: 9);

        JsonElement data = await DataAsync("/api/compare?id=runs/a&id=runs/b");

        JsonElement difference = Assert.Single(data.GetProperty("differences").EnumerateArray());
        Assert.Equal("{\"key\":\"seed\",\"values\":[\"1\",\"9\"]}", difference.GetRawText());
        Assert.Equal([3, 3], data.GetProperty("courses").EnumerateArray()
            .Select(static course => course.GetProperty("epochs").GetArrayLength()));
        Assert.Equal(404, (await RawHttp.SendAsync(_server.Address, "/api/compare?id=runs/a&id=runs/none")).Status);
    }

    [Fact]
    public async Task A_run_page_has_settings_sessions_and_files_and_names_stay_text()
    {
        string name = "<img src=x onerror=alert(1)>&\"'%41";
        string folder = _runs.AddTraining(name);
        await File.WriteAllTextAsync(Path.Combine(folder, "report.html"), "<script>1</script>", Cancellation);

        string text = (await DataAsync($"/api/run?id={Uri.EscapeDataString($"runs/{name}")}")).GetRawText();

        Assert.DoesNotContain('<', text);
        JsonElement about = JsonElement.Parse(text).GetProperty("about");
        Assert.Equal(["config.json", "meta_training.csv", "report.html", "run.json"], about.GetProperty("files")
            .EnumerateArray().Select(static file => file.GetString()));
        Assert.Contains("metaTraining.epochs", about.GetProperty("settings").EnumerateArray().Select(static leaf => leaf[0].GetString()));
        Assert.Equal("made Finished", about.GetProperty("sessions")[0].GetProperty("exitReason").GetString());
        using HttpResponseMessage report = await _client.GetAsync($"/files/runs/{Uri.EscapeDataString(name)}/report.html", Cancellation);
        Assert.Equal("<script>1</script>", await report.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Two_hundred_runs_are_listed_within_100_ms()
    {
        for (int run = 0; run < 200; run++)
            LiveFolder.Progress(_runs.AddTraining($"group-{run % 10}/run-{run}", seed: (ulong)run),
                DateTimeOffset.UtcNow, 3, 900, 1000, 0.5);
        Assert.Equal(200, (await DataAsync("/api/runs")).GetProperty("runs").GetArrayLength());

        double best = double.PositiveInfinity, page = double.PositiveInfinity;
        for (int attempt = 0; attempt < 10; attempt++)
        {
            await Task.Delay(60, Cancellation); // longer than an answer is kept, so that the folder is looked at again
            best = Math.Min(best, await MillisecondsAsync("/api/runs"));
            page = Math.Min(page, await MillisecondsAsync("/"));
        }
        TestContext.Current.SendDiagnosticMessage($"200 runs: list {best:F1} ms, page {page:F1} ms");
        Assert.True(best < 100 && page < 100, $"list {best:F1} ms, page {page:F1} ms");
    }

    [Fact]
    public async Task A_damaged_run_does_not_hide_the_others()
    {
        _runs.AddTraining("good");
        await File.WriteAllTextAsync(Path.Combine(_runs.AddTraining("no-config"), "config.json"), "{", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_runs.AddTraining("no-table"), "meta_training.csv"), "epoch,\n1", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_runs.AddTraining("no-record"), "run.json"), "[]", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_runs.AddTraining("no-progress"), "progress.csv"), "what\n\0\n,,,,,\n", Cancellation);

        JsonElement runs = (await DataAsync("/api/runs")).GetProperty("runs");

        Assert.Equal(["runs/good", "runs/no-config", "runs/no-progress", "runs/no-table"],
            runs.EnumerateArray().Select(static run => run.GetProperty("id").GetString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Followers_beyond_the_limit_are_told_to_come_back()
    {
        await using LiveServer server = await StartAsync(maxFollowers: 1);
        using var client = new HttpClient { BaseAddress = server.Address };
        using (await EventReader.OpenAsync(client, "/events/runs", Cancellation))
        {
            using HttpResponseMessage refused = await client.GetAsync("/events/runs",
                HttpCompletionOption.ResponseHeadersRead, Cancellation);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, "5"), (refused.StatusCode, Header(refused, "Retry-After")));
        }
        for (int attempt = 0; ; attempt++) // the place is free again once the server has noticed
        {
            using HttpResponseMessage response = await client.GetAsync("/events/runs",
                HttpCompletionOption.ResponseHeadersRead, Cancellation);
            if (response.IsSuccessStatusCode)
                return;
            Assert.True(attempt < 100, "the place of a follower that left stays taken");
            await Task.Delay(50, Cancellation);
        }
    }

    [Fact]
    public async Task The_server_ends_at_once_with_pages_that_follow()
    {
        LiveServer server = await StartAsync();
        using var client = new HttpClient { BaseAddress = server.Address };
        using EventReader events = await EventReader.OpenAsync(client, "/events/runs", Cancellation);
        await events.NextAsync("runs", static _ => true, Cancellation);

        long started = Stopwatch.GetTimestamp();
        await server.DisposeAsync();

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 2);
        Assert.Null(await events.NextAsync("runs", static _ => true, Cancellation));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_an_error() =>
        await Assert.ThrowsAsync<IOException>(() =>
            LiveServer.StartAsync(new LiveServerOptions(_runs.Root, _server.Address.Port), Cancellation));

    [Theory]
    [InlineData(-1, 1, 1000)]
    [InlineData(65536, 1, 1000)]
    [InlineData(0, 0, 1000)]
    [InlineData(0, 1, 10)]
    public void Options_out_of_range_are_refused(int port, int followers, int milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            new LiveServerOptions(_runs.Root, port, followers, TimeSpan.FromMilliseconds(milliseconds)));

    private static string Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : "";

    private Task<LiveServer> StartAsync(int maxFollowers = 8) =>
        LiveServer.StartAsync(new LiveServerOptions(_runs.Root, port: 0, maxFollowers, TimeSpan.FromMilliseconds(50)), Cancellation);

    private async Task<JsonElement> DataAsync(string address)
    {
        await Task.Delay(60, Cancellation);
        return JsonElement.Parse(await _client.GetStringAsync(address, Cancellation));
    }

    private async Task<double> MillisecondsAsync(string address)
    {
        long started = Stopwatch.GetTimestamp();
        await _client.GetStringAsync(address, Cancellation);
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
