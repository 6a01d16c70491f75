using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using L2O.Cluster.Protocol;
using Microsoft.Extensions.Logging;

namespace L2O.Cluster.Hub;

/// <summary>One worker's call, from the challenge to its end.</summary>
internal sealed class HubCall(ClusterRun run, ShareHub hub, HubMembers members, IAsyncStreamReader<Envelope> requests,
    IServerStreamWriter<Envelope> replies, ILogger log, string peer)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20); // for a greeting
    private static readonly TimeSpan s_sign = TimeSpan.FromSeconds(5); // between two messages that say who is waited for

    private readonly SealedChannel _in = new(run.Secret, SealedChannel.FromWorker), _out = new(run.Secret, SealedChannel.FromHub);
    private WorkerPlace? _place; // once it is known who calls
    private int _toldStored;

    /// <summary>Answers until the worker or the hub ends.</summary>
    public async Task AnswerAsync(CancellationToken ended)
    {
        ByteString nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(SealedChannel.NonceBytes));
        await replies.WriteAsync(new Envelope { Body = new FromHub { Challenge = new Challenge { Nonce = nonce } }.ToByteString() }, ended)
            .ConfigureAwait(false);
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(ended))
        {
            patience.CancelAfter(s_patience);
            if (!await requests.MoveNext(patience.Token).ConfigureAwait(false))
                return;
        }
        Greeting greeting = Greet(requests.Current, nonce);
        await GatherAsync(greeting, ended).ConfigureAwait(false);
        while (await requests.MoveNext(ended).ConfigureAwait(false))
        {
            FromWorker message = FromWorker.Parser.ParseFrom(_in.Open(requests.Current));
            if (message.KindCase == FromWorker.KindOneofCase.Done)
                members.SetDone(_place!.Worker);
            else if (message.KindCase == FromWorker.KindOneofCase.Shares)
                await ShareAsync(message.Shares, ended).ConfigureAwait(false);
            else
                throw new RefusedException($"worker {_place!.Worker} sends '{message.KindCase}'; expected shares of a round");
        }
    }

    /// <summary>Tells a worker that is known why it is refused.</summary>
    public async Task RefuseAsync(RefusedException failure)
    {
        if (!_out.Nonce.IsEmpty)
            await replies.WriteAsync(_out.Seal(new FromHub
            {
                Refusal = new Refusal { Reason = failure.Message, MayPass = failure.MayPass },
            })).ConfigureAwait(false);
    }

    /// <summary>The call has ended.</summary>
    public void Leave(string reason)
    {
        if (_place is null)
            return;
        members.Leave(_place.Worker);
        log.Left(_place.Worker, reason);
    }

    private Greeting Greet(Envelope envelope, ByteString nonce)
    {
        FromWorker message = FromWorker.Parser.ParseFrom(envelope.Body);
        if (message.KindCase != FromWorker.KindOneofCase.Greeting || message.Greeting.Nonce.Length != SealedChannel.NonceBytes)
            throw new UnsignedException("it does not begin with a greeting");
        Greeting greeting = message.Greeting;
        _in.Nonce = greeting.Challenge; // so that a greeting of another call is told from one of another run
        _in.Open(envelope);
        if (greeting.Challenge != nonce)
            throw new UnsignedException("it is replayed: its greeting belongs to another call");
        _in.Nonce = nonce;
        _out.Nonce = greeting.Nonce;
        Check(greeting);
        members.Enter((int)greeting.Worker, greeting.Process);
        _place = new WorkerPlace((int)greeting.Worker, run.Place.Workers);
        log.Joined(_place.Worker, greeting.Process, (int)greeting.RoundsDone, peer);
        return greeting;
    }

    private void Check(Greeting greeting)
    {
        string who = string.Create(CultureInfo.InvariantCulture, $"worker {greeting.Worker}/{greeting.Workers}");
        if (greeting.Workers != run.Place.Workers)
            throw new RefusedException($"{who} calls; expected one of {run.Place.Workers} workers");
        if (greeting.Worker == 0 || greeting.Worker >= greeting.Workers)
            throw new RefusedException($"{who} calls; expected a worker from 1 to {run.Place.Workers - 1}");
        if (greeting.Version != run.Version)
            throw new RefusedException($"{who} has version {greeting.Version}; expected {run.Version}, as worker 0 has");
        if (greeting.Configuration != run.Configuration)
            throw new RefusedException($"{who} has another configuration, or other data, than worker 0; expected the same");
    }

    private async Task GatherAsync(Greeting greeting, CancellationToken ended)
    {
        (int first, int end) = hub.Range;
        var welcome = new Welcome { FirstRound = (uint)first, EndRound = (uint)end };
        await SendAsync(new FromHub { Welcome = welcome }, ended).ConfigureAwait(false);
        while (await requests.MoveNext(ended).ConfigureAwait(false))
        {
            FromWorker message = FromWorker.Parser.ParseFrom(_in.Open(requests.Current));
            if (message.KindCase == FromWorker.KindOneofCase.Given)
                break;
            if (message.KindCase != FromWorker.KindOneofCase.Gift)
                throw new RefusedException($"worker {greeting.Worker} sends '{message.KindCase}'; expected rounds that the hub lacks");
            hub.Give(new SharedRound((int)message.Gift.Number, message.Gift.Packed.Memory, message.Gift.Checkpoint));
        }
        hub.Join((int)greeting.Worker, (int)greeting.RoundsDone, (int)greeting.RoundsStored);
    }

    private async Task ShareAsync(Round shares, CancellationToken ended)
    {
        int number = (int)shares.Number;
        int? roundsStored = shares.RoundsStored == 0 ? null : (int)shares.RoundsStored;
        Task<SharedRound> whole = hub.Submit(_place!, number, shares.Packed.Memory, roundsStored);
        while (await Task.WhenAny(whole, Task.Delay(s_sign, ended)).ConfigureAwait(false) != whole)
        {
            ended.ThrowIfCancellationRequested();
            var waiting = new Waiting { Round = shares.Number };
            waiting.Workers.AddRange(hub.MissingOf(number).Select(static worker => (uint)worker));
            await SendAsync(new FromHub { Waiting = waiting }, ended).ConfigureAwait(false);
        }
        SharedRound round = await whole.ConfigureAwait(false);
        int stored = hub.RoundsStored;
        await SendAsync(new FromHub
        {
            Shares = new Round
            {
                Number = shares.Number,
                Packed = UnsafeByteOperations.UnsafeWrap(round.Packed),
                Checkpoint = round.Checkpoint,
                RoundsStored = stored == _toldStored ? 0 : (uint)stored,
            },
        }, ended).ConfigureAwait(false);
        _toldStored = stored;
    }

    private Task SendAsync(FromHub message, CancellationToken ended) => replies.WriteAsync(_out.Seal(message), ended);
}
