using System.Text;
using L2O.Serving.Views;
using Microsoft.AspNetCore.Http;

namespace L2O.Serving;

/// <summary>
/// Keeps pages up to date by server-sent events (WHATWG HTML, section 9.2): an event for each part of a view, at first and whenever it has
/// changed. Every event holds its part whole, so a page that lost its connection just connects again.
/// </summary>
/// <param name="maxFollowers">Streams that may be open at once.</param>
/// <param name="interval">Time between two looks.</param>
/// <param name="stopping">Ends all streams.</param>
internal sealed class EventStreams(int maxFollowers, TimeSpan interval, CancellationToken stopping)
{
    private const int BusySeconds = 5;
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(15);

    private int _followers;

    /// <summary>Sends a view's parts until the page or the server goes.</summary>
    public async Task FollowAsync(HttpContext context, ILiveView view)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.ContentType = "text/event-stream";
            return;
        }
        if (Interlocked.Increment(ref _followers) > maxFollowers)
        {
            Interlocked.Decrement(ref _followers);
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = $"{BusySeconds}";
            return;
        }
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            await SendAsync(context.Response, view, ended.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The usual end of a stream.
        }
        finally
        {
            Interlocked.Decrement(ref _followers);
        }
    }

    private async Task SendAsync(HttpResponse response, ILiveView view, CancellationToken ended)
    {
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);
        DateTime last = DateTime.UtcNow;
        while (true)
        {
            var text = new StringBuilder();
            foreach (LivePart part in view.Parts())
            {
                if (sent.GetValueOrDefault(part.Name) == part.Json)
                    continue;
                sent[part.Name] = part.Json;
                // JSON of ours has no line ends
                text.Append("event: ").Append(part.Name).Append("\ndata: ").Append(part.Json).Append("\n\n");
            }
            if (text.Length == 0 && DateTime.UtcNow - last > s_silence)
                text.Append(":\n\n"); // shows a page that is gone, and keeps one that is there
            if (text.Length > 0)
            {
                await response.WriteAsync(text.ToString(), ended).ConfigureAwait(false);
                await response.Body.FlushAsync(ended).ConfigureAwait(false);
                last = DateTime.UtcNow;
            }
            await Task.Delay(interval, ended).ConfigureAwait(false);
        }
    }
}
