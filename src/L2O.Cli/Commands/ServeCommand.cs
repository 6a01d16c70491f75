using System.CommandLine;
using L2O.Cli.Options;
using L2O.Serving;

namespace L2O.Cli.Commands;

/// <summary><c>l2o serve</c>: runs in the browser while they go on.</summary>
internal sealed class ServeCommand : CliCommand
{
    private readonly Argument<string> _folder = new("RUNS")
    {
        Description = "Folder whose runs are shown, four folders deep",
        DefaultValueFactory = static _ => "."
    };
    private readonly Option<int> _port = ValueOptions.Integer("--port", "Port on 127.0.0.1; 0 takes a free one",
        LiveServerOptions.DefaultPort, min: 0, max: ushort.MaxValue);

    public ServeCommand()
        : base("serve",
            "Show runs in the browser while they go on: losses, rate, time left, log, comparisons, reports. On this machine's loopback " +
                "address alone, and read-only.",
            "l2o serve runs",
            "l2o serve runs --port 8000",
            "l2o serve l2o-quickstart --port 0")
    {
        Arguments.Add(_folder);
        Options.Add(_port);
    }

    public override int Run(Invocation invocation)
    {
        ServeAsync(invocation, new LiveServerOptions(invocation.Get(_folder), invocation.Get(_port))).GetAwaiter().GetResult();
        return ExitCode.ServerEnded;
    }

    private static async Task ServeAsync(Invocation invocation, LiveServerOptions options)
    {
        LiveServer server;
        try
        {
            server = await LiveServer.StartAsync(options, invocation.Cancellation).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw new UsageException(
                $"port {options.Port} on 127.0.0.1 can't be used, another program may have it; expected a free one, or --port 0", failure);
        }
        await using (server.ConfigureAwait(false))
        {
            invocation.Terminal.Output.WriteLine($"serving {options.Root} on {server.Address}; Ctrl-C ends it");
            await LiveServer.WaitAsync(invocation.Cancellation).ConfigureAwait(false);
        }
    }
}
