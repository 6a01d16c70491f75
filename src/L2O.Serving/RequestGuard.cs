using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace L2O.Serving;

/// <summary>
/// Decides which requests are looked at. A page elsewhere on the web can make the browser call this server: under a name of its own that it
/// points here (the Host header tells), or by embedding (Sec-Fetch-Site tells). Both are refused.
/// </summary>
internal static class RequestGuard
{
    /// <summary>What our own pages may do: load our scripts, styles, pictures and data, and nothing else.</summary>
    public const string PagePolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action " +
            "'none'; frame-ancestors 'none'";

    private static readonly string[] s_names = ["127.0.0.1", "localhost", "[::1]"];

    /// <summary>Sets the headers that every answer has, and answers what is refused.</summary>
    /// <returns>Whether to go on.</returns>
    public static bool Admits(HttpContext context)
    {
        SetHeaders(context.Response.Headers);
        if (!IsOurs(context.Request.Host.Value, context.Connection.LocalPort) || IsForeign(context.Request.Headers))
            return Refuse(context, StatusCodes.Status403Forbidden);
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.Headers.Allow = "GET, HEAD";
            return Refuse(context, StatusCodes.Status405MethodNotAllowed);
        }
        return IsPlain(context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "") || Refuse(context, StatusCodes.Status400BadRequest);
    }

    /// <summary>
    /// Whether the path of a request's target goes straight down: no step upwards or nowhere, no separator in disguise, however often it is
    /// encoded.
    /// </summary>
    internal static bool IsPlain(string target)
    {
        string path = target.Split('?', 2)[0];
        if (!path.StartsWith('/'))
            return false;
        foreach (string segment in path.Split('/'))
        {
            string decoded = segment;
            for (string next = Uri.UnescapeDataString(decoded); next != decoded; next = Uri.UnescapeDataString(decoded))
                decoded = next;
            if (decoded is "." or ".." || decoded.AsSpan().ContainsAny('/', '\\', '\0'))
                return false;
        }
        return true;
    }

    private static bool IsOurs(string? host, int port)
    {
        string end = string.Create(CultureInfo.InvariantCulture, $":{port}");
        return host is not null && s_names.Any(name => host.Equals(name + end, StringComparison.OrdinalIgnoreCase));
    }

    // Browsers say where a request comes from; following a link to here from elsewhere is no harm.
    private static bool IsForeign(IHeaderDictionary headers) =>
        headers["Sec-Fetch-Site"].ToString() is "cross-site" or "same-site" && headers["Sec-Fetch-Mode"].ToString() != "navigate";

    private static void SetHeaders(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = PagePolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers.CacheControl = "no-store";
    }

    private static bool Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return false;
    }
}
