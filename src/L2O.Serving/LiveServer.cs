using System.Net;
using L2O.Serving.Following;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace L2O.Serving;

/// <summary>
/// A web server that shows the runs in a folder while they go on: on the loopback address, read-only, with pages that need nothing from
/// elsewhere. It follows the files that runs write, so it may start and end at any time, and runs don't know of it.
/// </summary>
public sealed class LiveServer : IAsyncDisposable
{
    private const int MaxConnections = 256;
    private const int MaxTargetBytes = 8 * 1024;
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(500);

    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;

    private LiveServer(WebApplication app, CancellationTokenSource stopping, Uri address) =>
        (_app, _stopping, Address) = (app, stopping, address);

    /// <summary>Where it listens, e.g. <c>http://127.0.0.1:7411/</c>.</summary>
    public Uri Address { get; }

    /// <summary>Starts a server. The folder has been read once when this returns, so the first page comes at once.</summary>
    /// <param name="options">What to show, where to listen.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="IOException">The port is taken, or may not be used.</exception>
    public static async Task<LiveServer> StartAsync(LiveServerOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var catalog = new RunCatalog(options.Root, options.Interval / 2, TimeProvider.System);
        catalog.Runs();
        var stopping = new CancellationTokenSource();
        var pages = new LivePages(catalog, new EventStreams(options.MaxFollowers, options.Interval, stopping.Token));
        WebApplication app = Build(options.Port);
        app.Run(context => RequestGuard.Admits(context) ? pages.HandleAsync(context) : Task.CompletedTask);
        try
        {
            await app.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await app.DisposeAsync().ConfigureAwait(false);
            stopping.Dispose();
            throw;
        }
        return new LiveServer(app, stopping, new Uri(app.Urls.Single()));
    }

    /// <summary>Waits until the token is canceled.</summary>
    /// <param name="cancellation">Ends the wait, without an exception.</param>
    public static async Task WaitAsync(CancellationToken cancellation) =>
        await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Ends the server; pages that follow are let go first, so that they do not hold it up.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        using var deadline = new CancellationTokenSource(s_grace);
        await _app.StopAsync(deadline.Token).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
    }

    // An empty builder reads neither environment variables nor files, so nothing but this can make it listen elsewhere.
    private static WebApplication Build(int port)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestLineSize = MaxTargetBytes;
            kestrel.Listen(IPAddress.Loopback, port, static listen => listen.Protocols = HttpProtocols.Http1);
        });
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = s_grace);
        return builder.Build();
    }
}
