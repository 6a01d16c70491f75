using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using L2O.Cluster.Protocol;

namespace L2O.Cluster.Calling;

/// <summary>A worker that calls worker 0: again and again, wherever that is, until it answers.</summary>
/// <param name="run">Which worker of what.</param>
/// <param name="folder">The meta-training's.</param>
/// <param name="options">How to wait, whom to tell.</param>
internal sealed class CallingExchange(ClusterRun run, ClusterFolder folder, ClusterOptions options)
    : WorkerExchange(run, folder.FolderOf(run.Place), options)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_refusals = TimeSpan.FromSeconds(30); // of what may pass

    private HubLink? _link;
    private int _done;

    /// <inheritdoc/>
    public override void Finish(CancellationToken cancellation)
    {
        try
        {
            Persist(async link =>
            {
                await link.WaitForEndAsync(cancellation).ConfigureAwait(false);
                return true;
            }, new WaitingLine(Options), cancellation);
        }
        catch (HubDoneException)
        {
            // that is the end
        }
    }

    /// <inheritdoc/>
    public override void Dispose() => Drop();

    /// <inheritdoc/>
    protected override void Start(int roundsDone) => _done = roundsDone;

    /// <inheritdoc/>
    protected override SharedRound Exchange(int round, byte[] own, CancellationToken cancellation)
    {
        _done = round;
        var line = new WaitingLine(Options);
        (SharedRound whole, int stored) = Persist(
            link => link.ExchangeAsync(round, own, RoundsStored, Say, cancellation), line, cancellation);
        History.Add(whole);
        History.RemoveBefore(stored);
        _done = round + 1;
        return whole;

        void Say(Waiting waiting) =>
            line.Say(WaitingLine.Parts([.. waiting.Workers.Select(static k => (int)k)], Run, (int)waiting.Round), isAlive: true);
    }

    /// <summary>Does something with the hub, which may go and come back meanwhile.</summary>
    private T Persist<T>(Func<HubLink, Task<T>> talk, WaitingLine line, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            HubAddress? address = folder.Address();
            if (address is { Done: true })
                throw new HubDoneException();
            string reason = "it has not said where it is";
            try
            {
                if (_link is null && address is not null)
                    _link = HubLink.OpenAsync(Run, address, History, (_done, RoundsStored), Options.Wire, cancellation)
                        .GetAwaiter().GetResult();
                if (_link is not null)
                    return talk(_link).GetAwaiter().GetResult();
            }
            catch (RefusedException refusal) when (refusal.MayPass && Stopwatch.GetElapsedTime(started) < s_refusals)
            {
                reason = refusal.Message;
            }
            catch (RefusedException refusal)
            {
                throw new InvalidDataException($"worker 0 refuses this worker: {refusal.Message}", refusal);
            }
            catch (Exception failure) when (IsOfTheNetwork(failure))
            {
                cancellation.ThrowIfCancellationRequested();
                reason = failure is RpcException rpc ? rpc.Status.Detail : failure.Message;
            }
            Drop();
            line.Say($"worker 0 ({reason.TrimEnd('.')})");
            cancellation.WaitHandle.WaitOne(s_pause);
        }
    }

    private void Drop()
    {
        _link?.Dispose();
        _link = null;
    }

    private static bool IsOfTheNetwork(Exception failure) => failure is RpcException or IOException or HttpRequestException
        or UnsignedException or InvalidProtocolBufferException or InvalidOperationException or OperationCanceledException;
}
