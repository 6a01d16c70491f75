using System.Net.Sockets;
using System.Text;

namespace L2O.Tests.Serving;

/// <summary>Requests as they are typed: no client between that tidies them up.</summary>
internal static class RawHttp
{
    /// <summary>Sends a request and reads the answer to the end of the connection.</summary>
    /// <returns>Status, header block and body; status 0 if the connection was closed without an answer.</returns>
    public static async Task<(int Status, string Head, string Body)> SendAsync(Uri server, string target,
        string? host = null, string method = "GET", string more = "")
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, TestContextToken);
        NetworkStream stream = client.GetStream();
        string request = $"{method} {target} HTTP/1.1\r\nHost: {host ?? server.Authority}\r\nConnection: close\r\n{more}\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContextToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        string answer = await reader.ReadToEndAsync(TestContextToken);
        int end = answer.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? (0, answer, "")
            : (int.Parse(answer.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), answer[..end], answer[(end + 4)..]);
    }

    private static CancellationToken TestContextToken => Xunit.TestContext.Current.CancellationToken;
}
