using System.Text;
using L2O.Serving.Following;
using L2O.Serving.Views;
using Microsoft.AspNetCore.Http;

namespace L2O.Serving;

/// <summary>Which address answers with what.</summary>
/// <param name="catalog">The runs.</param>
/// <param name="streams">Serves pages that follow.</param>
internal sealed class LivePages(RunCatalog catalog, EventStreams streams)
{
    private const string AssetsPath = "/assets/";
    private const string DataPath = "/api/";
    private const string EventsPath = "/events/";
    private const string FilesPath = "/files/";

    /// <summary>Answers a request that the guard let through.</summary>
    public Task HandleAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "";
        return path switch
        {
            "/" => SendAsync(context, "index.html"),
            "/run" => SendAsync(context, "run.html"),
            "/favicon.ico" => SendAsync(context, "icon.svg"),
            "/compare" => SendAsync(context, "compare.html"),
            _ when path.StartsWith(AssetsPath, StringComparison.Ordinal) => SendAsync(context, path[AssetsPath.Length..]),
            _ when path.StartsWith(FilesPath, StringComparison.Ordinal) => SendFileAsync(context, path[FilesPath.Length..]),
            _ when path.StartsWith(DataPath, StringComparison.Ordinal) =>
                View(path[DataPath.Length..], context.Request.Query) is { } view ? SendDataAsync(context, view) : NotFound(context),
            _ when path.StartsWith(EventsPath, StringComparison.Ordinal) =>
                View(path[EventsPath.Length..], context.Request.Query) is { } view ? streams.FollowAsync(context, view) : NotFound(context),
            _ => NotFound(context),
        };
    }

    private ILiveView? View(string name, IQueryCollection query)
    {
        string[] ids = [.. query["id"].OfType<string>().Distinct(StringComparer.Ordinal)];
        return name switch
        {
            "runs" => new RunListView(catalog),
            "run" when ids is [var id] && catalog.Find(id) is not null => new RunPageView(catalog, id),
            "compare" when ids.Length is >= 1 and <= CompareView.MaxRuns && ids.All(id => catalog.Find(id) is not null) =>
                new CompareView(catalog, ids),
            _ => null,
        };
    }

    private static async Task SendDataAsync(HttpContext context, ILiveView view)
    {
        byte[] body = Encoding.UTF8.GetBytes($"{{{string.Join(',', view.Parts().Select(static part => $"\"{part.Name}\":{part.Json}"))}}}");
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task SendAsync(HttpContext context, string name)
    {
        if (EmbeddedAssets.Find(name) is not { } asset)
        {
            await NotFound(context).ConfigureAwait(false);
            return;
        }
        context.Response.ContentType = asset.ContentType;
        context.Response.ContentLength = asset.Content.Length;
        await context.Response.Body.WriteAsync(asset.Content, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task SendFileAsync(HttpContext context, string path)
    {
        if (ServedFile.Find(catalog, path) is not { } file)
        {
            await NotFound(context).ConfigureAwait(false);
            return;
        }
        context.Response.ContentType = file.ContentType;
        context.Response.Headers.ContentSecurityPolicy = file.Policy;
        await context.Response.SendFileAsync(file.FullPath, context.RequestAborted).ConfigureAwait(false);
    }

    private static async Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync("There is no such page, run or file here.\n", context.RequestAborted).ConfigureAwait(false);
    }
}
