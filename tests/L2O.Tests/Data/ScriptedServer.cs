using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace L2O.Tests.Data;

/// <summary>
/// A web server on the loopback address that serves one body and misbehaves as told: closes early, ignores Range, is silent, or refuses.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, byte[]?> _bodyOf;
    private readonly Task _loop;

    /// <param name="bodyOf">The body of a path's last part; null answers 404.</param>
    public ScriptedServer(Func<string, byte[]?> bodyOf)
    {
        _bodyOf = bodyOf;
        _listener.Start();
        _loop = ServeAsync();
    }

    /// <summary>Bytes of the body after which each answer breaks off; answers beyond the list are whole.</summary>
    public Queue<int> BreakAfter { get; } = new();

    public bool IgnoresRange { get; init; }

    /// <summary>Whether an answer that breaks off leaves the connection open and silent instead of closing it.</summary>
    public bool FallsSilent { get; init; }

    /// <summary>First byte asked for by each request, 0 without a Range.</summary>
    public List<long> Starts { get; } = [];

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data/");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop; // before the listener goes: a loop that is just between two clients would ask a stopped one
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync(_stop.Token) ?? "").Split(' ')[1];
        long start = 0;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header)
            if (header.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                start = long.Parse(header[13..].TrimEnd('-'), CultureInfo.InvariantCulture);
        Starts.Add(start);
        byte[]? body = _bodyOf(path.Split('/')[^1]);
        if (body is null)
        {
            await WriteAsync(stream, "404 Not Found", "", [], 0);
            return;
        }
        if (IgnoresRange)
            start = 0;
        if (start >= body.Length)
        {
            await WriteAsync(stream, "416 Range Not Satisfiable", "", [], 0);
            return;
        }
        string range = start > 0 ? $"Content-Range: bytes {start}-{body.Length - 1}/{body.Length}\r\n" : "";
        byte[] rest = body[(int)start..];
        int sent = BreakAfter.TryDequeue(out int limit) ? Math.Min(limit, rest.Length) : rest.Length;
        await WriteAsync(stream, start > 0 ? "206 Partial Content" : "200 OK", range, rest, sent);
        if (FallsSilent && sent < rest.Length)
            await Task.Delay(Timeout.Infinite, _stop.Token);
    }

    private async Task WriteAsync(NetworkStream stream, string status, string headers, byte[] body, int sent)
    {
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n{headers}\r\n"),
            _stop.Token);
        await stream.WriteAsync(body.AsMemory(0, sent), _stop.Token);
        await stream.FlushAsync(_stop.Token);
    }
}
