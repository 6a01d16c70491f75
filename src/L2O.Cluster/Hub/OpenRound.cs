namespace L2O.Cluster.Hub;

/// <summary>A round that some workers have sent their results of.</summary>
/// <param name="bytes">Of everybody's results.</param>
/// <param name="workers">N.</param>
internal sealed class OpenRound(int bytes, int workers)
{
    private readonly TaskCompletionSource<SharedRound> _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool[] _arrived = new bool[workers];
    private int _count;

    /// <summary>Everybody's results, with gaps.</summary>
    public byte[] Packed { get; } = new byte[bytes];

    /// <summary>Whether there are no gaps.</summary>
    public bool IsWhole => _count == _arrived.Length;

    /// <summary>Everybody's results.</summary>
    public Task<SharedRound> Whole => _whole.Task;

    /// <summary>Who has not sent any.</summary>
    public int[] Missing => [.. _arrived.Index().Where(static worker => !worker.Item).Select(static worker => worker.Index)];

    /// <summary>Takes a worker's results; false if it has sent others before.</summary>
    public bool TryTake(RoundSizes sizes, int round, WorkerPlace place, ReadOnlyMemory<byte> own)
    {
        if (_arrived[place.Worker])
            return sizes.Contains(round, place, own.Span, Packed);
        sizes.Merge(round, place, own.Span, Packed);
        _arrived[place.Worker] = true;
        _count++;
        return true;
    }

    /// <summary>Everybody's results are known.</summary>
    public void Complete(SharedRound round) => _whole.TrySetResult(round);

    /// <summary>They can't be.</summary>
    public void Fail(RefusedException failure) => _whole.TrySetException(failure);

    /// <summary>A worker whose results, as it sent them, are not among everybody's; null if all are.</summary>
    public WorkerPlace? FirstOther(RoundSizes sizes, SharedRound round)
    {
        for (int worker = 0; worker < _arrived.Length; worker++)
        {
            var place = new WorkerPlace(worker, _arrived.Length);
            if (_arrived[worker] && !sizes.Contains(round.Number, place, Own(sizes, round.Number, place), round.Packed.Span))
                return place;
        }
        return null;
    }

    private byte[] Own(RoundSizes sizes, int round, WorkerPlace place)
    {
        int size = sizes.ItemBytes(round), count = place.CountOf(sizes.Items(round));
        byte[] own = new byte[size * count];
        for (int i = 0; i < count; i++)
            Packed.AsSpan((place.Worker + i * place.Workers) * size, size).CopyTo(own.AsSpan(i * size));
        return own;
    }
}
