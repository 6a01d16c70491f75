using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace L2O.Cluster.Hub;

/// <summary>The hub's web server: gRPC over HTTP/2 on all of the machine's addresses.</summary>
internal sealed class HubServer : IDisposable
{
    private const int LeastMessageBytes = 4 << 20;
    private static readonly TimeSpan s_grace = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_ping = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;

    private HubServer(WebApplication app, int port) => (_app, Port) = (app, port);

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="service">Answers all calls.</param>
    /// <param name="port">The port; 0 takes a free one.</param>
    /// <param name="mostBytes">Of a round's results.</param>
    /// <exception cref="IOException">The port is taken, or may not be used.</exception>
    public static HubServer Start(HubService service, int port, int mostBytes)
    {
        // An empty builder reads neither environment variables nor files, so nothing but this can make it listen elsewhere.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = kestrel.Limits.MinResponseDataRate = null; // workers are silent while they compute
            kestrel.Limits.MaxRequestBodySize = null;
            (kestrel.Limits.Http2.KeepAlivePingDelay, kestrel.Limits.Http2.KeepAlivePingTimeout) = (s_ping, s_ping);
            kestrel.ListenAnyIP(port, static listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = LeastMessageBytes + mostBytes);
        builder.Services.AddSingleton(service);
        builder.Services.AddSingleton<IHostLifetime, UnattendedLifetime>();
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = s_grace);
        WebApplication app = builder.Build();
        app.MapGrpcService<HubService>();
        try
        {
            app.StartAsync().GetAwaiter().GetResult();
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
        return new HubServer(app, new Uri(app.Urls.First()).Port);
    }

    /// <summary>Names and addresses by which other machines reach this one.</summary>
    public static string Hosts() => string.Join(' ', (string[])[Environment.MachineName, .. Addresses().Distinct()]);

    /// <summary>Ends the server.</summary>
    public void Dispose()
    {
        using var deadline = new CancellationTokenSource(s_grace);
        _app.StopAsync(deadline.Token).GetAwaiter().GetResult();
        ((IDisposable)_app).Dispose();
    }

    private static IEnumerable<string> Addresses() =>
        from face in NetworkInterface.GetAllNetworkInterfaces()
        where face.OperationalStatus == OperationalStatus.Up && face.NetworkInterfaceType != NetworkInterfaceType.Loopback
        from address in face.GetIPProperties().UnicastAddresses
        where address.Address.AddressFamily is AddressFamily.InterNetwork or AddressFamily.InterNetworkV6
            && !IPAddress.IsLoopback(address.Address) && !address.Address.IsIPv6LinkLocal
        orderby address.Address.AddressFamily
        select address.Address.ToString();
}
