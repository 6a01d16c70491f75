using L2O.Serving;
using Xunit;

namespace L2O.Tests.Serving;

/// <summary>What must not get through: other hosts' requests, paths out of the folder, files that are nobody's business.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string Secret = "nobody may read this";

    private readonly LiveFolder _runs = new();
    private LiveServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        string run = _runs.AddTraining("one");
        File.WriteAllText(Path.Combine(run, "report.html"), "a report");
        File.WriteAllText(Path.Combine(run, "loss.svg"), "<svg/>");
        Directory.CreateDirectory(Path.Combine(run, "figures"));
        File.WriteAllText(Path.Combine(run, "figures", "fig4.svg"), "<svg/>");
        foreach (string name in new[] { "phi.safetensors", "notes.txt", ".hidden.csv", "page.html", "cells.csv.tmp" })
            File.WriteAllText(Path.Combine(run, name), Secret);
        Directory.CreateDirectory(Path.Combine(run, "cells"));
        File.WriteAllText(Path.Combine(run, "cells", "a.csv"), Secret);
        File.WriteAllText(_runs.Outside("secret.csv"), Secret);
        File.WriteAllText(_runs["secret.csv"], Secret);
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(Path.Combine(run, "link.csv"), _runs.Outside("secret.csv"));
            File.CreateSymbolicLink(Path.Combine(run, "dangling.csv"), _runs.Outside("none.csv"));
            _runs.AddTraining("../outside");
            File.WriteAllText(_runs["../outside/secret.csv"], Secret);
            Directory.CreateSymbolicLink(_runs["linked-run"], _runs.Outside("outside"));
            string second = _runs.AddTraining("two");
            Directory.CreateSymbolicLink(Path.Combine(second, "figures"), _runs.Outside(""));
        }
        _server = await LiveServer.StartAsync(new LiveServerOptions(_runs.Root, port: 0), TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _runs.Dispose();
    }

    [Theory]
    [InlineData("/..%2f..%2fetc/passwd")]
    [InlineData("/files/..%2f..%2fetc/passwd")]
    [InlineData("/files/runs/one/..%2f..%2f..%2fetc/passwd")]
    [InlineData("/files/runs/one/../../secret.csv")]
    [InlineData("/files/runs/one/..%2f..%2fsecret.csv")]
    [InlineData("/files/runs/one/%2e%2e/%2e%2e/secret.csv")]
    [InlineData("/files/runs/one/%2e%2e%2f%2e%2e%2fsecret.csv")]
    [InlineData("/files/runs/one/..%252f..%252fsecret.csv")]
    [InlineData("/files/runs/one/%252e%252e%252fsecret.csv")]
    [InlineData("/files/runs/one/..%5c..%5csecret.csv")]
    [InlineData("/files/runs/one/..\\..\\secret.csv")]
    [InlineData("/files/runs/one/figures/../../../secret.csv")]
    [InlineData("/files/runs/one/%c0%ae%c0%ae/secret.csv")]
    [InlineData("/files/runs/one/report.html%00.csv")]
    [InlineData("/files//etc/passwd")]
    [InlineData("/files/%2fetc%2fpasswd")]
    [InlineData("/files/C:%5cwindows%5cwin.ini")]
    [InlineData("//etc/passwd")]
    [InlineData("/files/runs/secret.csv")]
    [InlineData("/files/secret.csv")]
    [InlineData("/files/runs/one/link.csv")]
    [InlineData("/files/runs/one/dangling.csv")]
    [InlineData("/files/runs/linked-run/secret.csv")]
    [InlineData("/files/runs/two/figures/secret.csv")]
    [InlineData("/files/runs/one/phi.safetensors")]
    [InlineData("/files/runs/one/notes.txt")]
    [InlineData("/files/runs/one/.hidden.csv")]
    [InlineData("/files/runs/one/page.html")]
    [InlineData("/files/runs/one/cells.csv.tmp")]
    [InlineData("/files/runs/one/cells/a.csv")]
    [InlineData("/files/runs/one/cells.csv")]
    [InlineData("/files/runs/one/")]
    [InlineData("/files/runs/one")]
    [InlineData("/files/runs/")]
    [InlineData("/files/")]
    [InlineData("/assets/")]
    [InlineData("/assets/..%2fserve.css")]
    [InlineData("/api/run?id=..%2foutside")]
    [InlineData("/api/run?id=runs%2f..%2f..%2foutside")]
    [InlineData("/api/run?id=%2fetc")]
    [InlineData("/api/run?id=runs%2flinked-run")]
    [InlineData("/api/run")]
    [InlineData("/events/run?id=runs%2fnone")]
    [InlineData("/index.html")]
    [InlineData("http://127.0.0.1/files/runs/one/../../secret.csv")]
    public async Task Nothing_outside_the_runs_and_nothing_that_is_not_listed_is_served(string target)
    {
        (int status, string head, string body) = await RawHttp.SendAsync(_server.Address, target);

        Assert.True(status is 400 or 404 || (status == 403 && target.StartsWith("http:", StringComparison.Ordinal)), $"{target}: {head}");
        Assert.DoesNotContain(Secret, body, StringComparison.Ordinal);
        Assert.DoesNotContain("root:", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("report.html", "text/html; charset=utf-8", "sandbox allow-scripts allow-downloads")]
    [InlineData("loss.svg", "image/svg+xml", "sandbox")]
    [InlineData("figures/fig4.svg", "image/svg+xml", "sandbox")]
    [InlineData("meta_training.csv", "text/plain; charset=utf-8", "sandbox")]
    [InlineData("config.json", "text/plain; charset=utf-8", "sandbox")]
    public async Task What_is_listed_is_served_as_what_it_is_and_kept_in(string name, string type, string policy)
    {
        (int status, string head, _) = await RawHttp.SendAsync(_server.Address, $"/files/runs/one/{name}");

        Assert.Equal(200, status);
        Assert.Contains($"Content-Type: {type}\r\n", head, StringComparison.Ordinal);
        Assert.Matches($"Content-Security-Policy: default-src 'none'; .*{policy}\r\n", head);
        Assert.DoesNotContain("connect-src", head, StringComparison.Ordinal);
        Assert.Contains("X-Content-Type-Options: nosniff", head, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:PORT")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("localhost.evil.example:PORT")]
    [InlineData("127.0.0.1.evil.example:PORT")]
    [InlineData("0.0.0.0:PORT")]
    public async Task A_foreign_host_is_refused(string host)
    {
        string value = host.Replace("PORT", $"{_server.Address.Port}", StringComparison.Ordinal);
        foreach (string target in new[] { "/", "/api/runs", "/events/runs", "/files/runs/one/report.html", "/assets/serve.css" })
        {
            (int status, string head, string body) = await RawHttp.SendAsync(_server.Address, target, value);
            Assert.True(status == 403, $"{value} {target}: {head}");
            Assert.DoesNotContain("runs", body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("127.0.0.1:PORT", "")]
    [InlineData("localhost:PORT", "")]
    [InlineData("LOCALHOST:PORT", "Sec-Fetch-Site: same-origin\r\n")]
    [InlineData("[::1]:PORT", "Sec-Fetch-Site: none\r\n")]
    [InlineData("127.0.0.1:PORT", "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n")]
    public async Task Our_own_names_are_let_in(string host, string more) =>
        Assert.Equal(200,
            (await RawHttp.SendAsync(_server.Address, "/", host.Replace("PORT", $"{_server.Address.Port}", StringComparison.Ordinal),
            more: more)).Status);

    [Theory]
    [InlineData("cross-site", "no-cors")]
    [InlineData("cross-site", "cors")]
    [InlineData("same-site", "no-cors")]
    public async Task Pages_elsewhere_can_embed_nothing(string site, string mode) =>
        Assert.Equal(403,
            (await RawHttp.SendAsync(_server.Address, "/events/runs",
            more: $"Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\n")).Status);

    [Theory]
    [InlineData("POST", "Content-Length: 0\r\n")]
    [InlineData("PUT", "Content-Length: 0\r\n")]
    [InlineData("DELETE", "")]
    [InlineData("OPTIONS", "")]
    public async Task Only_reading_is_possible(string method, string more)
    {
        (int status, string head, _) = await RawHttp.SendAsync(_server.Address, "/", method: method, more: more);
        Assert.Equal(405, status);
        Assert.Contains("Allow: GET, HEAD", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Head_has_no_body()
    {
        foreach (string target in new[] { "/", "/api/runs", "/events/runs", "/files/runs/one/report.html" })
        {
            (int status, _, string body) = await RawHttp.SendAsync(_server.Address, target, method: "HEAD");
            Assert.Equal((200, ""), (status, body));
        }
    }

    [Fact]
    public async Task Two_hosts_or_none_are_refused()
    {
        Assert.Equal(400, (await RawHttp.SendAsync(_server.Address, "/", more: "Host: evil.example\r\n")).Status);
        Assert.InRange((await RawHttp.SendAsync(_server.Address, "/", host: "")).Status, 400, 403);
    }
}
