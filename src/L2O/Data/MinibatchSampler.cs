using System.Numerics;
using L2O.Numerics;

namespace L2O.Data;

/// <summary>
/// An endless stream of mini-batches. Every epoch is a fresh random permutation of the dataset, a pure function of the
/// random stream and the epoch's number; its last, short batch is kept, unless it has fewer samples than what is trained needs. Equal
/// streams give equal batches. Serves one caller at a time.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class MinibatchSampler<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // Each epoch owns a stretch of the random stream: a permutation of an int's range takes fewer than 2^33 words.
    private const int EpochStretchBits = 33;

    private readonly IDataset _dataset;
    private readonly Rng _order;
    private readonly AlignedBuffer<int> _permutation;
    private readonly BatchBuffer<T> _batch;
    private SamplerPosition _position;
    private int _leastSamples = 1;
    private int _permutedEpoch = -1;

    /// <summary>Starts at the first batch of epoch 0.</summary>
    /// <param name="dataset">What to draw from; at least one sample.</param>
    /// <param name="batchSize">Samples a batch, 1 or more.</param>
    /// <param name="rng">Gives the order; its own position does not matter and stays.</param>
    /// <exception cref="ArgumentException">The dataset is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    public MinibatchSampler(IDataset dataset, int batchSize, Rng rng)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(rng);
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batch size {batchSize}; expected 1 or more");
        if (dataset.Count < 1)
            throw new ArgumentException($"dataset '{dataset.Name}' is empty; expected at least one sample", nameof(dataset));
        _dataset = dataset;
        _order = rng.Split("batch order");
        BatchSize = Math.Min(batchSize, dataset.Count);
        _permutation = new AlignedBuffer<int>(dataset.Count);
        _batch = new BatchBuffer<T>(dataset, BatchSize);
    }

    /// <summary>Samples in a full batch: the size asked for, or the whole dataset if that is smaller.</summary>
    public int BatchSize { get; }

    /// <summary>Samples that a batch must have at least, 1 or more: a last batch with fewer is left out.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not positive, or more than <see cref="BatchSize"/>.</exception>
    internal int LeastSamples
    {
        get => _leastSamples;
        set
        {
            if (value < 1 || value > BatchSize)
                throw new ArgumentOutOfRangeException(nameof(value), value,
                    $"batches of {BatchSize} of '{_dataset.Name}'; expected at least {value} samples, which what is trained needs");
            _leastSamples = value;
        }
    }

    /// <summary>Where the next batch begins. Setting it continues there, as if all batches before had been drawn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative or the offset is not that of a sample.</exception>
    internal SamplerPosition Position
    {
        get => _position;
        set
        {
            if (value.Epoch < 0 || value.Offset < 0 || value.Offset >= _dataset.Count)
                throw new ArgumentOutOfRangeException(
                    nameof(value),
                    value,
                    $"position {value} in '{_dataset.Name}'; expected an epoch of 0 or more and an offset of 0..{_dataset.Count - 1}");
            _position = value;
        }
    }

    /// <summary>Draws the next batch: a view that the next call overwrites. Allocates nothing.</summary>
    public Batch<T> Next()
    {
        if (_dataset.Count - _position.Offset < LeastSamples) // as stored by a version that left no batch out
            _position = new SamplerPosition(_position.Epoch + 1, 0);
        if (_permutedEpoch != _position.Epoch)
            Permute(_position.Epoch);
        int count = Math.Min(BatchSize, _dataset.Count - _position.Offset);
        Batch<T> batch = _batch.Read(_permutation.Span.Slice(_position.Offset, count));
        int end = _position.Offset + count;
        _position = _dataset.Count - end < LeastSamples ? new SamplerPosition(_position.Epoch + 1, 0) : _position with { Offset = end };
        return batch;
    }

    private void Permute(int epoch)
    {
        Span<int> permutation = _permutation.Span;
        for (int i = 0; i < permutation.Length; i++)
            permutation[i] = i;
        _order.Position = (ulong)epoch << EpochStretchBits; // not Split: that would allocate
        _order.Shuffle(permutation);
        _permutedEpoch = epoch;
    }
}
