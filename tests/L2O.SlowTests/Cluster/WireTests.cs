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
        var wires = new CountingStream?[workers];
        WorkerExchange[] exchanges = Exchanges(workers, sizes, wires);
        Array.ForEach(exchanges, static exchange => exchange.Begin(0));
        (long sent, long received, double seconds) = (0, 0, 0);
        Thread[] threads = [.. exchanges.Select((exchange, k) => new Thread(() =>
        {
            (long, long, double) mine = Run(exchange, new WorkerPlace(k, workers), particles, wires);
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

    private WorkerExchange[] Exchanges(int workers, RoundSizes sizes, CountingStream?[] wires)
    {
        var secret = RunSecret.Draw();
        var folder = new ClusterFolder(_folder.Root);
        return [.. Enumerable.Range(0, workers).Select(k =>
        {
            var run = new ClusterRun(new WorkerPlace(k, workers), sizes, "1.0", "abc", secret);
            Directory.CreateDirectory(folder.FolderOf(run.Place));
            return k == 0 ? (WorkerExchange)new HubExchange(run, folder, new ClusterOptions())
                : new CallingExchange(run, folder, new ClusterOptions { Wire = stream => wires[k] = new CountingStream(stream) });
        })];
    }

    /// <summary>Bytes sent and received, and time, behind the first meta-steps.</summary>
    private static (long Sent, long Received, double Seconds) Run(WorkerExchange exchange, WorkerPlace place, int particles,
        CountingStream?[] wires)
    {
        var shares = new ParticleShare[particles];
        (long sent, long received, long started) = (0, 0, 0);
        for (int step = 0; step < Steps; step++)
        {
            CountingStream? wire = wires[place.Worker];
            if (step == WarmUp)
                (sent, received, started) = (wire?.Sent ?? 0, wire?.Received ?? 0, Stopwatch.GetTimestamp());
            for (int i = place.Worker; i < particles; i += place.Workers)
                shares[i] = new ParticleShare(1.0 / (step + 1), Math.PI * step, i, 5, step % 2 == 0, 0);
            exchange.Exchange(step, shares, CancellationToken.None);
            Assert.All(shares.Index(), share =>
                Assert.Equal((share.Index, 1.0 / (step + 1)), (share.Item.LossSum, share.Item.Carried)));
        }
        return ((wires[place.Worker]?.Sent ?? 0) - sent, (wires[place.Worker]?.Received ?? 0) - received,
            Stopwatch.GetElapsedTime(started).TotalSeconds);
    }
}
