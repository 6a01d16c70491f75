using System.Security.Cryptography;
using System.Text;
using L2O.Cluster.Calling;
using L2O.Cluster.Hub;
using L2O.Data;
using L2O.Experiments;
using L2O.Runs;
using L2O.Settings;

namespace L2O.Cluster;

/// <summary>One worker's work on a meta-training that several share, from its folders to its end.</summary>
internal sealed class WorkerSession : IDisposable
{
    private WorkerSession(MetaTrainingFolder folder, WorkerExchange exchange) => (Folder, Exchange) = (folder, exchange);

    /// <summary>The worker's own folder.</summary>
    public MetaTrainingFolder Folder { get; }

    /// <summary>The other workers.</summary>
    public WorkerExchange Exchange { get; }

    /// <summary>Opens a worker's folder, or makes it. Worker 0 says what all agree on; the others wait for that.</summary>
    /// <param name="root">The meta-training's folder.</param>
    /// <param name="place">Which worker.</param>
    /// <param name="experiment">What is trained.</param>
    /// <param name="sources">Its data.</param>
    /// <param name="options">How to wait, whom to tell.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The session; null where worker 0 is done already.</returns>
    /// <exception cref="InvalidDataException">The folder is another meta-training's.</exception>
    public static WorkerSession? Open(string root, WorkerPlace place, Experiment experiment, IReadOnlyDictionary<string, IDataset> sources,
        ClusterOptions options, CancellationToken cancellation)
    {
        experiment = ExperimentPaths.Resolve(experiment, ".");
        var cluster = new ClusterFolder(root);
        var mine = new ClusterRecord(place.Workers, Version(), Digest(experiment, sources));
        cluster.Require(mine);
        if (place.IsHub)
        {
            Directory.CreateDirectory(root);
            MetaTrainingFolder folder = OpenOrCreate(root, experiment);
            RunSecret secret = RunSecret.LoadOrCreate(root);
            if (cluster.Record() is null)
                cluster.Store(mine);
            return new WorkerSession(folder, new HubExchange(Run(secret), cluster, options));
        }
        if (!WaitForHub(cluster, options, cancellation))
            return null;
        cluster.Require(mine);
        string own = cluster.FolderOf(place);
        Directory.CreateDirectory(own);
        return new WorkerSession(OpenOrCreate(own, experiment), new CallingExchange(Run(RunSecret.Load(root)), cluster, options));

        ClusterRun Run(RunSecret secret) => new(place, ClusterRun.SizesOf(experiment.Particles!), mine.Version, mine.Configuration, secret);
    }

    /// <inheritdoc/>
    public void Dispose() => Exchange.Dispose();

    private static MetaTrainingFolder OpenOrCreate(string folder, Experiment experiment)
    {
        if (!File.Exists(Path.Combine(folder, MetaTrainingFolder.ConfigFile)))
            return MetaTrainingFolder.Create(folder, experiment);
        MetaTrainingFolder existing = MetaTrainingFolder.Open(folder);
        return existing.Experiment == experiment ? existing : throw new InvalidDataException(
            $"{existing.FullPath} began with another configuration; expected that of its {MetaTrainingFolder.ConfigFile}");
    }

    private static bool WaitForHub(ClusterFolder cluster, ClusterOptions options, CancellationToken cancellation)
    {
        var line = new WaitingLine(options);
        while (cluster.Record() is null)
        {
            cancellation.ThrowIfCancellationRequested();
            line.Say($"worker 0 to make {Path.Combine(cluster.FullPath, ClusterFolder.RecordFile)}");
            cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100));
        }
        return cluster.Address() is not { Done: true };
    }

    private static string Version()
    {
        MachineInfo machine = MachineInfo.Here(threads: 1);
        return machine.Commit is { } commit ? $"{machine.Version}+{commit}" : machine.Version;
    }

    private static string Digest(Experiment experiment, IReadOnlyDictionary<string, IDataset> sources) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"{SettingsJson.Format(experiment)}\n{DataRecord.DigestOf(sources)}")));
}
