using L2O.MetaTraining.Estimators;

namespace L2O.Cluster;

/// <summary>What worker 0 and the others have in common: which particles are theirs, and the rounds that somebody may need.</summary>
internal abstract class WorkerExchange : IWorkerExchange, IDisposable
{
    private readonly string _historyPath;
    private int _newest; // rounds done in the newest checkpoint

    /// <param name="run">Which worker of what.</param>
    /// <param name="folder">The worker's own.</param>
    /// <param name="options">How to wait, whom to tell.</param>
    protected WorkerExchange(ClusterRun run, string folder, ClusterOptions options)
    {
        (Run, Options) = (run, options);
        _historyPath = Path.Combine(folder, ShareHistory.FileName);
        History = new ShareHistory(run.Sizes);
    }

    /// <inheritdoc/>
    public bool WantsCheckpoint { get; private set; }

    /// <summary>Which worker of what.</summary>
    protected ClusterRun Run { get; }

    /// <summary>How to wait, whom to tell.</summary>
    protected ClusterOptions Options { get; }

    /// <summary>Rounds that somebody may need.</summary>
    protected ShareHistory History { get; private set; }

    /// <summary>Rounds done in the older of the two checkpoints.</summary>
    protected int RoundsStored { get; private set; }

    /// <inheritdoc/>
    public bool Owns(int number) => Run.Place.Owns(number);

    /// <inheritdoc/>
    public void Begin(int roundsDone)
    {
        History = ShareHistory.Load(_historyPath, Run.Sizes, out string? warning);
        if (warning is not null)
            Options.Note?.Invoke($"warning: {warning}");
        // the file begins where the older checkpoint may be
        (_newest, RoundsStored) = (roundsDone, History.End > 0 ? Math.Min(History.First, roundsDone) : roundsDone);
        Start(roundsDone);
    }

    /// <inheritdoc/>
    public void Storing() => Save(_historyPath);

    /// <inheritdoc/>
    public void Stored(int roundsDone) => (RoundsStored, _newest) = (_newest, roundsDone);

    /// <inheritdoc/>
    public void Exchange(int metaStep, Span<ParticleShare> shares, CancellationToken cancellation)
    {
        int number = Run.Sizes.Rounds.OfStep(metaStep);
        SharedRound round = Exchange(number, SharePacking.Pack(shares, Run.Place), cancellation);
        SharePacking.Unpack(round.Packed.Span, shares);
        WantsCheckpoint = round.Checkpoint;
    }

    /// <inheritdoc/>
    public void Exchange(int epoch, Span<double> losses, CancellationToken cancellation)
    {
        int number = Run.Sizes.Rounds.OfEvaluation(epoch);
        SharePacking.Unpack(Exchange(number, SharePacking.Pack(losses, Run.Place), cancellation).Packed.Span, losses);
    }

    /// <summary>All is done here: waits until it is everywhere.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    public abstract void Finish(CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>The worker stands where its checkpoint says.</summary>
    protected abstract void Start(int roundsDone);

    /// <summary>Gives the own results of a round and takes everybody's.</summary>
    protected abstract SharedRound Exchange(int round, byte[] own, CancellationToken cancellation);

    /// <summary>Writes all rounds that somebody may need.</summary>
    protected virtual void Save(string path) => History.Save(path);
}
