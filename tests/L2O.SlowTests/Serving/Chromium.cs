using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace L2O.SlowTests.Serving;

/// <summary>
/// A headless Chromium with one page, driven over its DevTools protocol: five commands of it are all that these tests need, which a browser
/// automation package of a hundred megabytes would wrap.
/// </summary>
internal sealed partial class Chromium : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _profile = new();
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _pending = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Process _process = null!;
    private Task _receiving = Task.CompletedTask;
    private Task _draining = Task.CompletedTask;
    private string _session = "";
    private int _last;

    /// <summary>Errors that the page wrote to its console, and exceptions that nothing caught.</summary>
    public IEnumerable<string> Errors => _errors;

    private static CancellationToken Cancellation => Xunit.TestContext.Current.CancellationToken;

    /// <summary>The browser's path; null if there is none. The variable L2O_CHROMIUM names another one.</summary>
    public static string? Find() => Environment.GetEnvironmentVariable("L2O_CHROMIUM") is { Length: > 0 } named ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(static folder =>
                new[] { "chromium", "chromium-browser", "google-chrome" }.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);

    public static async Task<Chromium> StartAsync(string path)
    {
        var browser = new Chromium();
        try
        {
            await browser.OpenAsync(path);
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }
        await _receiving;
        await _draining;
        _process?.Dispose();
        _socket.Dispose();
        _sending.Dispose();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                _profile.Dispose();
                return;
            }
            catch (IOException) when (attempt < 20)
            {
                await Task.Delay(100, CancellationToken.None); // its last children may still write
            }
        }
    }

    /// <summary>Sets the window's size and the color scheme that the user prefers.</summary>
    public async Task LookAsync(int width, bool dark)
    {
        await CallAsync("Emulation.setDeviceMetricsOverride", new { width, height = 900, deviceScaleFactor = 1, mobile = false });
        await CallAsync("Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } });
    }

    public Task GoAsync(Uri address) => CallAsync("Page.navigate", new { url = address.AbsoluteUri });

    /// <summary>The value of a JavaScript expression.</summary>
    public async Task<JsonElement> ValueAsync(string expression)
    {
        JsonElement answer = await CallAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        if (answer.TryGetProperty("exceptionDetails", out JsonElement exception))
            throw new InvalidOperationException($"{expression}: {exception}");
        return answer.GetProperty("result").TryGetProperty("value", out JsonElement value) ? value : default;
    }

    /// <summary>Waits until a JavaScript expression is true.</summary>
    public async Task UntilAsync(string expression)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                if ((await ValueAsync(expression)).ValueKind == JsonValueKind.True)
                    return;
            }
            catch (InvalidOperationException) when (Stopwatch.GetElapsedTime(started) < s_patience)
            {
                // The page is not there yet.
            }
            if (Stopwatch.GetElapsedTime(started) > s_patience)
                throw new TimeoutException(
                    $"not true within {s_patience.TotalSeconds} s: {expression}; errors: {string.Join("; ", Errors)}; page: " +
                    $"{await ValueAsync("document.body.innerText.slice(0, 600)")}");
            await Task.Delay(50, Cancellation);
        }
    }

    /// <summary>Stores a picture of the whole page.</summary>
    public async Task StoreAsync(string path)
    {
        await CallAsync("Emulation.setScrollbarsHidden", new { hidden = true });
        JsonElement picture = await CallAsync("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true });
        await File.WriteAllBytesAsync(path, picture.GetProperty("data").GetBytesFromBase64(), Cancellation);
    }

    private async Task OpenAsync(string path)
    {
        string[] options =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--remote-debugging-port=0", $"--user-data-dir={_profile.Root}", "about:blank",
        ];
        _process = Process.Start(new ProcessStartInfo(path, options) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(s_patience);
        string? address = null;
        while (address is null)
        {
            string line = await _process.StandardError.ReadLineAsync(patience.Token)
                ?? throw new InvalidOperationException($"{path} ended with {_process.ExitCode}; expected a browser that goes on");
            address = DevTools().Match(line) is { Success: true } match ? match.Value : null;
        }
        // a full pipe would stop it
        _draining = Task.WhenAll(_process.StandardError.ReadToEndAsync(CancellationToken.None),
            _process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        await _socket.ConnectAsync(new Uri(address), patience.Token);
        _receiving = ReceiveAsync();
        string target = (await CallAsync("Target.createTarget", new { url = "about:blank" })).GetProperty("targetId").GetString()!;
        _session = (await CallAsync("Target.attachToTarget", new { targetId = target, flatten = true }))
            .GetProperty("sessionId").GetString()!;
        foreach (string domain in new[] { "Runtime", "Log", "Page" })
            await CallAsync($"{domain}.enable", new { });
    }

    private async Task<JsonElement> CallAsync(string method, object parameters)
    {
        int id = Interlocked.Increment(ref _last);
        TaskCompletionSource<JsonElement> answer = _pending[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] message = _session.Length > 0
            ? JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters, sessionId = _session })
            : JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters });
        await _sending.WaitAsync(Cancellation);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, Cancellation);
        }
        finally
        {
            _sending.Release();
        }
        return await answer.Task.WaitAsync(s_patience, Cancellation);
    }

    private async Task ReceiveAsync()
    {
        byte[] piece = new byte[64 * 1024];
        try
        {
            while (true)
            {
                using var message = new MemoryStream();
                ValueWebSocketReceiveResult part;
                do
                {
                    part = await _socket.ReceiveAsync(piece.AsMemory(), CancellationToken.None);
                    message.Write(piece, 0, part.Count);
                }
                while (!part.EndOfMessage);
                if (part.MessageType == WebSocketMessageType.Close)
                    return;
                Take(JsonElement.Parse(message.ToArray()));
            }
        }
        catch (WebSocketException)
        {
            return; // the browser is gone
        }
    }

    private void Take(JsonElement message)
    {
        if (message.TryGetProperty("id", out JsonElement id)
            && _pending.TryRemove(id.GetInt32(), out TaskCompletionSource<JsonElement>? answer))
        {
            if (message.TryGetProperty("result", out JsonElement result))
                answer.SetResult(result);
            else
                answer.SetException(new InvalidOperationException(message.ToString()));
            return;
        }
        JsonElement content = message.TryGetProperty("params", out JsonElement parameters) ? parameters : default;
        bool isError = message.TryGetProperty("method", out JsonElement method) && method.GetString() switch
        {
            "Runtime.exceptionThrown" => true,
            "Runtime.consoleAPICalled" => content.GetProperty("type").GetString() is "error" or "warning" or "assert",
            "Log.entryAdded" => content.GetProperty("entry").GetProperty("level").GetString() == "error",
            _ => false,
        };
        if (isError)
            _errors.Enqueue(content.ToString());
    }

    [GeneratedRegex(@"ws://\S+")]
    private static partial Regex DevTools();
}
