using L2O.Data;
using L2O.Numerics;

namespace L2O.Dynamics;

/// <summary>
/// The mini-batches of a snapshot: a permutation of the training data that is the same at every snapshot of a run, the last, short
/// mini-batch included.
/// </summary>
internal sealed class SnapshotBatches
{
    private readonly MinibatchSampler<float> _sampler;
    private readonly CancellationToken _cancellation;

    /// <param name="context">Of the run.</param>
    /// <param name="batchSize">Samples of a mini-batch; null for the run's.</param>
    /// <param name="asTrained">Whether a last mini-batch is left out that the network could not be trained on.</param>
    public SnapshotBatches(MeasureContext context, int? batchSize = null, bool asTrained = false)
    {
        _cancellation = context.Cancellation;
        _sampler = new MinibatchSampler<float>(context.Train, batchSize ?? context.BatchSize, new Rng(context.Seed).Split("snapshot"));
        _sampler.LeastSamples = asTrained ? Math.Min(context.Optimizee.LeastSamples, _sampler.BatchSize) : 1;
        int rest = context.Train.Count % _sampler.BatchSize;
        Count = context.Train.Count / _sampler.BatchSize + (rest >= _sampler.LeastSamples ? 1 : 0);
    }

    /// <summary>Mini-batches of the whole training data.</summary>
    public int Count { get; }

    /// <summary>Samples of all but the last.</summary>
    public int BatchSize => _sampler.BatchSize;

    /// <summary>Goes back to the first one.</summary>
    public void Restart() => _sampler.Position = default;

    /// <summary>The next one: a view that the next call overwrites.</summary>
    /// <exception cref="OperationCanceledException">The measurement was interrupted.</exception>
    public Batch<float> Next()
    {
        _cancellation.ThrowIfCancellationRequested();
        return _sampler.Next();
    }
}
