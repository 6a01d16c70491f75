using L2O.Files;

namespace L2O.Cluster.Hub;

/// <summary>Worker 0: computes its own part, and answers the others.</summary>
/// <param name="run">Which worker of what.</param>
/// <param name="folder">The meta-training's.</param>
/// <param name="options">How to wait, whom to tell.</param>
internal sealed class HubExchange(ClusterRun run, ClusterFolder folder, ClusterOptions options)
    : WorkerExchange(run, folder.FullPath, options)
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(30); // for those who are about to end

    private readonly CancellationTokenSource _stopping = new();
    private readonly HubMembers _members = new(run.Place.Workers);
    private ShareHub? _hub;
    private HubServer? _server;
    private JsonLinesLogger? _log;

    /// <inheritdoc/>
    public override void Finish(CancellationToken cancellation)
    {
        folder.Store(new HubAddress(HubServer.Hosts(), _server!.Port, Done: true));
        long started = Environment.TickCount64;
        while (!_members.AreDone && Environment.TickCount64 - started < s_farewell.TotalMilliseconds)
            cancellation.WaitHandle.WaitOne(20);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        if (_server is not null && folder.Address() is { Done: false })
            folder.DropAddress();
        _stopping.Cancel();
        _server?.Dispose();
        _log?.Dispose();
        _stopping.Dispose();
    }

    /// <inheritdoc/>
    protected override void Start(int roundsDone)
    {
        _log = new JsonLinesLogger(Path.Combine(folder.FullPath, ClusterFolder.LogFile));
        _hub = new ShareHub(Run.Sizes, Run.Place.Workers, History, Options.Checkpoints);
        _hub.Join(0, roundsDone, RoundsStored);
        int most = Math.Max(Run.Sizes.Particles * SharePacking.ShareBytes, Run.Sizes.EvaluationRuns * SharePacking.LossBytes);
        _server = HubServer.Start(new HubService(Run, _hub, _members, _log, _stopping.Token), Options.Port, most);
        _log.HubBegun(Run.Place.Workers, _server.Port, roundsDone, History.First, History.End);
        folder.Store(new HubAddress(HubServer.Hosts(), _server.Port));
    }

    /// <inheritdoc/>
    protected override SharedRound Exchange(int round, byte[] own, CancellationToken cancellation)
    {
        Task<SharedRound> whole = _hub!.Submit(Run.Place, round, own, RoundsStored);
        var line = new WaitingLine(Options);
        while (!Task.WaitAny([whole], (int)s_look.TotalMilliseconds, cancellation).Equals(0))
            line.Say(WaitingLine.Parts(_hub.MissingOf(round), Run, round));
        return whole.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    protected override void Save(string path) => _hub!.Save(path);
}
