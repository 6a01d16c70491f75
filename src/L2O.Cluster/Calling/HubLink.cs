using System.Net.Sockets;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using L2O.Cluster.Protocol;

namespace L2O.Cluster.Calling;

/// <summary>A worker's side of one call.</summary>
internal sealed class HubLink : IDisposable
{
    private static readonly TimeSpan s_connect = TimeSpan.FromSeconds(5), s_ping = TimeSpan.FromSeconds(10);

    private readonly ClusterRun _run;
    private readonly GrpcChannel _channel;
    private readonly AsyncDuplexStreamingCall<Envelope, Envelope> _call;
    private readonly SealedChannel _in, _out;
    private int _toldStored = -1;

    private HubLink(ClusterRun run, HubAddress address, Func<Stream, Stream>? wire, CancellationToken cancellation)
    {
        _run = run;
        (_in, _out) = (new SealedChannel(run.Secret, SealedChannel.FromHub), new SealedChannel(run.Secret, SealedChannel.FromWorker));
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            KeepAlivePingDelay = s_ping,
            KeepAlivePingTimeout = s_ping,
            ConnectCallback = async (_, ended) =>
            {
                NetworkStream stream = await ConnectAsync(address, ended).ConfigureAwait(false);
                return wire is null ? stream : wire(stream);
            },
        };
        int most = Math.Max(run.Sizes.Particles * SharePacking.ShareBytes, run.Sizes.EvaluationRuns * SharePacking.LossBytes);
        _channel = GrpcChannel.ForAddress("http://hub", new GrpcChannelOptions
        {
            HttpHandler = handler,
            DisposeHttpClient = true,
            MaxReceiveMessageSize = (4 << 20) + most,
        });
        _call = new MetaTrainingHub.MetaTrainingHubClient(_channel).Work(cancellationToken: cancellation);
    }

    /// <summary>Calls the hub, greets it, and gives it the rounds that it lacks.</summary>
    /// <param name="run">Who calls.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="history">Rounds that are known here.</param>
    /// <param name="place">Rounds that are done, and done in the older checkpoint.</param>
    /// <param name="wire">Wraps the connection's bytes; null leaves them alone.</param>
    /// <param name="cancellation">Ends the call, then and later.</param>
    /// <exception cref="RefusedException">The hub does not want it.</exception>
    public static async Task<HubLink> OpenAsync(ClusterRun run, HubAddress address, ShareHistory history, (int Done, int Stored) place,
        Func<Stream, Stream>? wire, CancellationToken cancellation)
    {
        var link = new HubLink(run, address, wire, cancellation);
        try
        {
            await link.GreetAsync(place, cancellation).ConfigureAwait(false);
            Welcome welcome = (await link.ReadAsync(cancellation).ConfigureAwait(false)).Welcome
                ?? throw new UnsignedException("the hub does not welcome this worker");
            foreach (SharedRound round in history.Rounds)
                if (round.Number < welcome.FirstRound || round.Number >= welcome.EndRound)
                    await link.WriteAsync(new FromWorker { Gift = Message(round) }, cancellation).ConfigureAwait(false);
            await link.WriteAsync(new FromWorker { Given = new Nothing() }, cancellation).ConfigureAwait(false);
            return link;
        }
        catch
        {
            link.Dispose();
            throw;
        }
    }

    /// <summary>Gives the own results of a round and takes everybody's.</summary>
    /// <param name="number">The round.</param>
    /// <param name="own">The worker's own results.</param>
    /// <param name="stored">Rounds done in the older checkpoint.</param>
    /// <param name="waiting">Told now and then for whom the hub waits.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The round, and rounds done in anybody's oldest checkpoint; 0 where that has not changed.</returns>
    public async Task<(SharedRound Round, int Stored)> ExchangeAsync(int number, byte[] own, int stored, Action<Waiting> waiting,
        CancellationToken cancellation)
    {
        var shares = new Round { Number = (uint)number, Packed = UnsafeByteOperations.UnsafeWrap(own) };
        if (stored != _toldStored)
            shares.RoundsStored = (uint)stored;
        _toldStored = stored;
        await WriteAsync(new FromWorker { Shares = shares }, cancellation).ConfigureAwait(false);
        while (true)
        {
            FromHub message = await ReadAsync(cancellation).ConfigureAwait(false);
            if (message.Waiting is { } wait)
            {
                waiting(wait);
                continue;
            }
            if (message.Shares is not { } round || round.Number != number || round.Packed.Length != _run.Sizes.AllBytes(number))
                throw new UnsignedException($"the hub answers with something else than round {number}");
            return (new SharedRound(number, round.Packed.Memory, round.Checkpoint), (int)round.RoundsStored);
        }
    }

    /// <summary>Says that this worker has all that it needs, and waits until the hub ends the call.</summary>
    public async Task WaitForEndAsync(CancellationToken cancellation)
    {
        await WriteAsync(new FromWorker { Done = new Nothing() }, cancellation).ConfigureAwait(false);
        await ReadAsync(cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _call.Dispose();
        _channel.Dispose();
    }

    private async Task GreetAsync((int Done, int Stored) place, CancellationToken cancellation)
    {
        if (!await _call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false)
            || FromHub.Parser.ParseFrom(_call.ResponseStream.Current.Body).Challenge is not { } challenge)
            throw new UnsignedException("the hub does not begin with a challenge");
        (_in.Nonce, _out.Nonce) = (ByteString.CopyFrom(RandomNumberGenerator.GetBytes(SealedChannel.NonceBytes)), challenge.Nonce);
        await WriteAsync(new FromWorker
        {
            Greeting = new Greeting
            {
                Challenge = challenge.Nonce,
                Nonce = _in.Nonce,
                Worker = (uint)_run.Place.Worker,
                Workers = (uint)_run.Place.Workers,
                Version = _run.Version,
                Configuration = _run.Configuration,
                Process = _run.Process,
                RoundsDone = (uint)place.Done,
                RoundsStored = (uint)place.Stored,
            },
        }, cancellation).ConfigureAwait(false);
    }

    private Task WriteAsync(FromWorker message, CancellationToken cancellation) =>
        _call.RequestStream.WriteAsync(_out.Seal(message), cancellation);

    private async Task<FromHub> ReadAsync(CancellationToken cancellation)
    {
        if (!await _call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
            throw new IOException("the hub ended the call");
        FromHub message = FromHub.Parser.ParseFrom(_in.Open(_call.ResponseStream.Current));
        return message.Refusal is { } refusal ? throw new RefusedException(refusal.Reason, refusal.MayPass) : message;
    }

    private static Round Message(SharedRound round) => new()
    {
        Number = (uint)round.Number,
        Packed = UnsafeByteOperations.UnsafeWrap(round.Packed),
        Checkpoint = round.Checkpoint,
    };

    private static async Task<NetworkStream> ConnectAsync(HubAddress address, CancellationToken ended)
    {
        string[] hosts = address.Hosts.Split(' ');
        SocketException? last = null;
        foreach (string host in hosts[0] == Environment.MachineName ? ["localhost", .. hosts] : hosts)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ended);
            patience.CancelAfter(s_connect);
            try
            {
                await socket.ConnectAsync(host, address.Port, patience.Token).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException && !ended.IsCancellationRequested)
            {
                socket.Dispose();
                last = failure as SocketException ?? new SocketException((int)SocketError.TimedOut);
            }
        }
        throw last!;
    }
}
