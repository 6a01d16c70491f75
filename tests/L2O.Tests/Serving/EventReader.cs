using System.Text.Json;

namespace L2O.Tests.Serving;

/// <summary>Reads a stream of server-sent events.</summary>
internal sealed class EventReader : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventReader(HttpResponseMessage response, Stream body) => (_response, _reader) = (response, new StreamReader(body));

    public static async Task<EventReader> OpenAsync(HttpClient client, string address, CancellationToken cancellation)
    {
        HttpResponseMessage response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellation);
        response.EnsureSuccessStatusCode();
        return new EventReader(response, await response.Content.ReadAsStreamAsync(cancellation));
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }

    /// <summary>The next event of a name that a test is waiting for; null when the stream ends.</summary>
    public async Task<JsonElement?> NextAsync(string name, Func<JsonElement, bool> awaited, CancellationToken cancellation)
    {
        string current = "";
        while (await _reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
                current = line[7..];
            else if (current == name && line.StartsWith("data: ", StringComparison.Ordinal)
                && JsonElement.Parse(line[6..]) is var data && awaited(data))
                return data;
        }
        return null;
    }
}
