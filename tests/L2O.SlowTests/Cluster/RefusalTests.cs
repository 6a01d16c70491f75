using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using L2O.Cluster;
using L2O.Cluster.Hub;
using L2O.Cluster.Protocol;
using L2O.MetaTraining.Estimators;
using Xunit;

namespace L2O.SlowTests.Cluster;

/// <summary>What a hub with a real server takes from nobody, and writes into its log.</summary>
public sealed class RefusalTests : IDisposable
{
    private static readonly RoundSizes s_sizes = new(new ExchangeRounds(100, 10), Particles: 4, EvaluationRuns: 3);

    private readonly TemporaryFolder _folder = new();
    private readonly ClusterRun _run = new(new WorkerPlace(0, 2), s_sizes, "1.0", "abc", RunSecret.Draw());
    private readonly HubExchange _hub;
    private readonly GrpcChannel _channel;

    public RefusalTests()
    {
        var folder = new ClusterFolder(_folder.Root);
        _hub = new HubExchange(_run, folder, new ClusterOptions());
        _hub.Begin(0);
        _channel = GrpcChannel.ForAddress($"http://localhost:{folder.Address()!.Port}");
    }

    private string Log => File.ReadAllText(_folder[ClusterFolder.LogFile]);

    public void Dispose()
    {
        _channel.Dispose();
        _hub.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Who_signs_as_it_should_is_welcome()
    {
        using Caller caller = Call();
        Assert.NotNull((await caller.GreetAsync(caller.Greeting())).Welcome);
        Assert.DoesNotContain("refused", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_a_signature_is_refused()
    {
        using Caller caller = Call();
        await caller.ChallengeAsync();
        Envelope envelope = caller.Out.Seal(new FromWorker { Greeting = caller.Greeting() });
        envelope.Signature = ByteString.Empty;
        await AssertUnauthenticatedAsync(caller, envelope, "it has no signature");
    }

    [Fact]
    public async Task A_call_with_another_runs_secret_is_refused()
    {
        using Caller caller = Call(RunSecret.Draw());
        await caller.ChallengeAsync();
        await AssertUnauthenticatedAsync(caller, caller.Out.Seal(new FromWorker { Greeting = caller.Greeting() }),
            "its signature is not this run's for this call");
    }

    [Fact]
    public async Task A_greeting_that_was_recorded_is_refused()
    {
        Envelope recorded;
        using (Caller first = Call())
        {
            await first.ChallengeAsync();
            recorded = first.Out.Seal(new FromWorker { Greeting = first.Greeting() });
            await first.SendAsync(recorded);
            Assert.NotNull((await first.ReadAsync()).Welcome);
        }
        using Caller second = Call();
        await second.ChallengeAsync();
        await AssertUnauthenticatedAsync(second, recorded, "it is replayed: its greeting belongs to another call");
    }

    [Fact]
    public async Task A_message_that_comes_twice_is_refused()
    {
        using Caller caller = Call();
        await caller.GreetAsync(caller.Greeting());
        Envelope given = caller.Out.Seal(new FromWorker { Given = new Nothing() });
        await caller.SendAsync(given);
        await AssertUnauthenticatedAsync(caller, given, "it is replayed or out of order: message 1; expected 2");
    }

    [Fact]
    public async Task A_message_that_was_changed_is_refused()
    {
        using Caller caller = Call();
        await caller.GreetAsync(caller.Greeting());
        Envelope given = caller.Out.Seal(new FromWorker { Given = new Nothing() });
        given.Body = new FromWorker { Done = new Nothing() }.ToByteString();
        await AssertUnauthenticatedAsync(caller, given, "its signature is not this run's for this call");
    }

    [Fact]
    public async Task Noise_is_refused()
    {
        using Caller caller = Call();
        await caller.ChallengeAsync();
        await caller.SendAsync(new Envelope
        {
            Body = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(100)),
            Signature = ByteString.CopyFrom(1),
        });
        await Assert.ThrowsAsync<RpcException>(caller.ReadAsync);
        Assert.Contains("refused a call", Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1u, 2u, "0.9", "abc", "worker 1/2 has version 0.9; expected 1.0, as worker 0 has")]
    [InlineData(1u, 2u, "1.0", "abd", "worker 1/2 has another configuration, or other data, than worker 0; expected the same")]
    [InlineData(1u, 3u, "1.0", "abc", "worker 1/3 calls; expected one of 2 workers")]
    [InlineData(2u, 2u, "1.0", "abc", "worker 2/2 calls; expected a worker from 1 to 1")]
    [InlineData(0u, 2u, "1.0", "abc", "worker 0/2 calls; expected a worker from 1 to 1")]
    public async Task Who_does_not_belong_to_the_run_is_refused(
        uint worker, uint workers, string version, string configuration, string line)
    {
        using Caller caller = Call();
        Greeting greeting = caller.Greeting();
        (greeting.Worker, greeting.Workers, greeting.Version, greeting.Configuration) = (worker, workers, version, configuration);
        await AssertRefusedAsync(await caller.GreetAsync(greeting), line);
    }

    [Fact]
    public async Task A_worker_that_is_taken_is_refused_until_the_other_ends()
    {
        Caller first = Call();
        await first.GreetAsync(first.Greeting());
        using (Caller second = Call())
        {
            FromHub answer = await second.GreetAsync(second.Greeting());
            await AssertRefusedAsync(answer, "worker 1 is taken by a test; expected another worker, or that one's end");
            Assert.True(answer.Refusal.MayPass);
        }
        first.Dispose();
        for (int attempt = 0; ; attempt++)
        {
            using Caller third = Call();
            if ((await third.GreetAsync(third.Greeting())).Welcome is not null)
                return;
            Assert.True(attempt < 100, "still taken");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData(63, 0u, "worker 1 sends 63 bytes for meta-step 1; expected 64")]
    [InlineData(64, 10u, "worker 1 sends 64 bytes for the evaluation of epoch 1; expected 8")]
    public async Task Results_of_a_wrong_size_are_refused(int bytes, uint round, string line)
    {
        using Caller caller = Call();
        await caller.GreetAsync(caller.Greeting());
        await caller.SendAsync(caller.Out.Seal(new FromWorker { Given = new Nothing() }));
        await caller.SendAsync(caller.Out.Seal(new FromWorker
        {
            Shares = new Round { Number = round, Packed = ByteString.CopyFrom(new byte[bytes]) },
        }));
        await AssertRefusedAsync(await caller.ReadAsync(), line);
    }

    [Fact]
    public async Task A_message_that_is_too_large_is_refused()
    {
        using Caller caller = Call();
        await caller.GreetAsync(caller.Greeting());
        try
        {
            var gift = new Round { Packed = ByteString.CopyFrom(new byte[5 << 20]) };
            await caller.SendAsync(caller.Out.Seal(new FromWorker { Gift = gift }));
        }
        catch (RpcException)
        {
            // the hub may end the call before all is sent
        }
        Assert.Equal(StatusCode.ResourceExhausted, (await Assert.ThrowsAsync<RpcException>(caller.ReadAsync)).StatusCode);
        Assert.Contains("refused a call", Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Results_that_were_made_again_and_differ_are_refused()
    {
        using Caller caller = Call();
        await caller.GreetAsync(caller.Greeting());
        await caller.SendAsync(caller.Out.Seal(new FromWorker
        {
            Gift = new Round { Number = 0, Packed = ByteString.CopyFrom(new byte[4 * SharePacking.ShareBytes]) },
        }));
        await caller.SendAsync(caller.Out.Seal(new FromWorker { Given = new Nothing() }));
        byte[] other = new byte[2 * SharePacking.ShareBytes];
        other[^1] = 1;
        await caller.SendAsync(caller.Out.Seal(new FromWorker { Shares = new Round { Packed = ByteString.CopyFrom(other) } }));
        await AssertRefusedAsync(await caller.ReadAsync(), "worker 1 made meta-step 1 again and its results differ; expected equal bits");
    }

    private Caller Call(RunSecret? secret = null) => new(_channel, secret ?? _run.Secret);

    private async Task AssertUnauthenticatedAsync(Caller caller, Envelope envelope, string line)
    {
        await caller.SendAsync(envelope);
        Assert.Equal(StatusCode.Unauthenticated, (await Assert.ThrowsAsync<RpcException>(caller.ReadAsync)).StatusCode);
        Assert.Contains($": {line}\"", Log, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(FromHub answer, string line)
    {
        Assert.Equal(line, answer.Refusal?.Reason);
        for (int attempt = 0; attempt < 100 && !Log.Contains(line, StringComparison.Ordinal); attempt++)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Contains($": {line}\"", Log, StringComparison.Ordinal);
    }

    /// <summary>A worker's side of a call, one message at a time.</summary>
    private sealed class Caller : IDisposable
    {
        private readonly AsyncDuplexStreamingCall<Envelope, Envelope> _call;
        private readonly SealedChannel _in;
        private readonly ByteString _nonce = ByteString.CopyFrom(RandomNumberGenerator.GetBytes(SealedChannel.NonceBytes));

        public Caller(GrpcChannel channel, RunSecret secret)
        {
            _call = new MetaTrainingHub.MetaTrainingHubClient(channel).Work(cancellationToken: TestContext.Current.CancellationToken);
            _in = new SealedChannel(secret, SealedChannel.FromHub) { Nonce = _nonce };
            Out = new SealedChannel(secret, SealedChannel.FromWorker);
        }

        public SealedChannel Out { get; }

        public void Dispose() => _call.Dispose();

        public async Task ChallengeAsync()
        {
            Assert.True(await _call.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            Out.Nonce = FromHub.Parser.ParseFrom(_call.ResponseStream.Current.Body).Challenge.Nonce;
        }

        public Greeting Greeting() => new()
        {
            Challenge = Out.Nonce,
            Nonce = _nonce,
            Worker = 1,
            Workers = 2,
            Version = "1.0",
            Configuration = "abc",
            Process = "a test",
        };

        public async Task<FromHub> GreetAsync(Greeting greeting)
        {
            await ChallengeAsync();
            greeting.Challenge = Out.Nonce;
            await SendAsync(Out.Seal(new FromWorker { Greeting = greeting }));
            return await ReadAsync();
        }

        public Task SendAsync(Envelope envelope) => _call.RequestStream.WriteAsync(envelope, TestContext.Current.CancellationToken);

        public async Task<FromHub> ReadAsync()
        {
            Assert.True(await _call.ResponseStream.MoveNext(TestContext.Current.CancellationToken), "the hub ended the call");
            return FromHub.Parser.ParseFrom(_in.Open(_call.ResponseStream.Current));
        }
    }
}
