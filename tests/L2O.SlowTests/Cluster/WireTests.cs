using System.Diagnostics;
using L2O.Cluster;
using L2O.Cluster.Calling;
using L2O.Cluster.Hub;
using L2O.MetaTraining.Estimators;
using Xunit;

namespace L2O.SlowTests.Cluster;

/// <summary>What goes over the wire in a meta-step: HTTP/2 and all, but for the headers of TCP and IP.</summary>
public sealed class WireTests(ITestOutputHelper output) : IDisposable
{
    private const int Steps = 1000, WarmUp = 50;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2, 4)]
    [InlineData(2, 10)]
    [InlineData(5, 10)]
    [InlineData(2, 128)]
    [InlineData(8, 1024)]
    public void A_worker_sends_and_gets_fewer_than_64_bytes_a_particle(int workers, int particles)
    {
        var sizes = new RoundSizes(new ExchangeRounds(Steps, Steps), particles, EvaluationRuns: 3);
        var secret = RunSecret.Draw();
        var folder = new ClusterFolder(_folder.Root);
        var wires = new CountingStream?[workers];
        WorkerExchange[] exchanges = [.. Enumerable.Range(0, workers).Select(k => Exchange(new ClusterRun(new WorkerPlace(k, workers),
            sizes,
            "1.0", "abc", secret), folder, wires))];
        Array.ForEach(exchanges, static exchange => exchange.Begin(0));
        (long sent, long received, double seconds) = (0, 0, 0);
        Thread[] threads = [.. exchanges.Select((exchange, k) => new Thread(() =>
        {
            (long sent, long received, double seconds) mine = Run(exchange, k, particles, wires);
            if (k == 1)
                (sent, received, seconds) = mine;
        }))];
        Array.ForEach(threads, static thread => thread.Start());
        Array.ForEach(threads, static thread => thread.Join());
        Array.ForEach(exchanges, static exchange => exchange.Dispose());

        int own = new WorkerPlace(1, workers).CountOf(particles);
        double up = (double)sent / (Steps - WarmUp), down = (double)received / (Steps - WarmUp);
        output.WriteLine($"{workers} workers, {particles} particles, {own} of them its own: a meta-step sends {up:F0} bytes, "
            + $"{up / own:F1} a particle of its own, gets {down:F0}, {down / particles:F1} a particle, and takes "
            + $"{1e6 * seconds / (Steps - WarmUp):F0} µs");
        Assert.InRange(up / own, SharePacking.ShareBytes, 64);
        Assert.InRange(down / particles, SharePacking.ShareBytes, 64);
    }

    private static WorkerExchange Exchange(ClusterRun run, ClusterFolder folder, CountingStream?[] wires)
    {
        Directory.CreateDirectory(folder.FolderOf(run.Place));
        return run.Place.IsHub ? new HubExchange(run, folder, new ClusterOptions()) : new CallingExchange(run, folder,
            new ClusterOptions { Wire = stream => wires[run.Place.Worker] = new CountingStream(stream) });
    }

    private static (long Sent, long Received, double Seconds) Run(WorkerExchange exchange, int k, int particles, CountingStream?[] counts)
    {
        var shares = new ParticleShare[particles];
        (long sent, long received, long started) = (0, 0, 0);
        for (int step = 0; step < Steps; step++)
        {
            if (step == WarmUp)
                (sent, received, started) = (counts[k]?.Sent ?? 0, counts[k]?.Received ?? 0, Stopwatch.GetTimestamp());
            for (int i = k; i < particles; i += counts.Length)
                shares[i] = new ParticleShare(1.0 / (step + 1), Math.PI * step, i, 5, step % 2 == 0, 0);
            exchange.Exchange(step, shares, CancellationToken.None);
            Assert.All(shares.Index(), share => Assert.Equal((share.Index, 1.0 / (step + 1)), (share.Item.LossSum,
                share.Item.Carried)));
        }
        return ((counts[k]?.Sent ?? 0) - sent, (counts[k]?.Received ?? 0) - received, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
