using Microsoft.Extensions.Hosting;

namespace L2O.Cluster.Hub;

/// <summary>Leaves signals alone: whoever started the server decides when it ends.</summary>
internal sealed class UnattendedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
