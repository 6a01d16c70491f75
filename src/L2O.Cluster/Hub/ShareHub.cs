using System.Diagnostics;
using L2O.Runs;

namespace L2O.Cluster.Hub;

/// <summary>
/// Collects each round's results until everybody's are there, and keeps them for those who come later. Decides when all store checkpoints.
/// Any thread may call it.
/// </summary>
internal sealed class ShareHub
{
    private readonly Lock _gate = new();
    private readonly RoundSizes _sizes;
    private readonly ShareHistory _history;
    private readonly CheckpointInterval _checkpoints;
    private readonly Dictionary<int, OpenRound> _open = [];
    private readonly int?[] _stored; // (worker) rounds done in the older of its checkpoints; null before it has called
    private readonly int[] _places; // (worker) the round that it needs next
    private readonly int _workers;
    private long _lastCheckpoint = Stopwatch.GetTimestamp();
    private int _steps;

    /// <param name="sizes">How long results are.</param>
    /// <param name="workers">N.</param>
    /// <param name="history">Rounds that are known already.</param>
    /// <param name="checkpoints">How often all store where they stand.</param>
    public ShareHub(RoundSizes sizes, int workers, ShareHistory history, CheckpointInterval checkpoints)
    {
        (_sizes, _workers, _history, _checkpoints) = (sizes, workers, history, checkpoints);
        (_stored, _places) = (new int?[workers], new int[workers]);
    }

    /// <summary>The rounds that are here.</summary>
    public (int First, int End) Range
    {
        get
        {
            lock (_gate)
                return (_history.First, _history.End);
        }
    }

    /// <summary>Rounds done in anybody's oldest checkpoint; 0 before all have called.</summary>
    public int RoundsStored
    {
        get
        {
            lock (_gate)
                return Oldest();
        }
    }

    /// <summary>Takes a round that a worker knows and the hub may not.</summary>
    /// <exception cref="RefusedException">It is another than the hub's.</exception>
    public void Give(SharedRound round)
    {
        if (round.Packed.Length != _sizes.AllBytes(round.Number))
            throw new RefusedException($"round {round.Number} has {round.Packed.Length} bytes; expected {_sizes.AllBytes(round.Number)}");
        lock (_gate)
        {
            if (_history.Find(round.Number) is { } known)
            {
                if (!known.Packed.Span.SequenceEqual(round.Packed.Span))
                    throw new RefusedException($"the results of {_sizes.Rounds.Describe(round.Number)} are others than the hub's; expected "
                        + "equal bits in all folders of a meta-training");
                return;
            }
            _history.Add(round);
            if (!_open.Remove(round.Number, out OpenRound? open))
                return;
            if (open.FirstOther(_sizes, round) is { } other)
                open.Fail(Differs(other, round.Number));
            else
                open.Complete(round);
        }
    }

    /// <summary>A worker calls, and has given what it knows.</summary>
    public void Join(int worker, int roundsDone, int roundsStored)
    {
        lock (_gate)
            (_places[worker], _stored[worker]) = (roundsDone, roundsStored);
    }

    /// <summary>Takes a worker's results of a round.</summary>
    /// <returns>Everybody's, as soon as they are there.</returns>
    /// <exception cref="RefusedException">They do not fit.</exception>
    public Task<SharedRound> Submit(WorkerPlace place, int round, ReadOnlyMemory<byte> own, int? roundsStored)
    {
        int expected = _sizes.OwnBytes(round, place);
        if (own.Length != expected)
            throw new RefusedException(
                $"worker {place.Worker} sends {own.Length} bytes for {_sizes.Rounds.Describe(round)}; expected {expected}");
        lock (_gate)
        {
            _places[place.Worker] = Math.Max(_places[place.Worker], round);
            _stored[place.Worker] = roundsStored ?? _stored[place.Worker];
            _history.RemoveBefore(Oldest());
            if (_history.Find(round) is { } known)
                return _sizes.Contains(round, place, own.Span, known.Packed.Span) ? Task.FromResult(known) : throw Differs(place, round);
            if (round < _history.First || _places.Any(other => other > round))
                throw new RefusedException($"nobody has the results of {_sizes.Rounds.Describe(round)} any more, which worker "
                    + $"{place.Worker} needs behind its checkpoint; expected an undamaged folder of worker {place.Worker}");
            if (!_open.TryGetValue(round, out OpenRound? open))
                _open.Add(round, open = new OpenRound(_sizes.AllBytes(round), _workers));
            if (!open.TryTake(_sizes, round, place, own))
                throw Differs(place, round);
            if (open.IsWhole)
                Close(round, open);
            return open.Whole;
        }
    }

    /// <summary>Who has not sent its results of a round.</summary>
    public int[] MissingOf(int round)
    {
        lock (_gate)
            return _open.TryGetValue(round, out OpenRound? open) ? open.Missing : [];
    }

    /// <summary>Writes all that is known to a file.</summary>
    public void Save(string path)
    {
        lock (_gate)
            _history.Save(path);
    }

    private void Close(int number, OpenRound open)
    {
        bool isStep = !_sizes.Rounds.IsEvaluation(number);
        bool checkpoint = isStep && _checkpoints.IsDue(++_steps, _lastCheckpoint);
        if (checkpoint || !isStep) // epochs end with one
            (_steps, _lastCheckpoint) = (0, Stopwatch.GetTimestamp());
        var round = new SharedRound(number, open.Packed, checkpoint);
        _history.Add(round);
        _open.Remove(number);
        open.Complete(round);
    }

    private int Oldest() => _stored.Min(static stored => stored ?? 0);

    private RefusedException Differs(WorkerPlace place, int round) => new(
        $"worker {place.Worker} made {_sizes.Rounds.Describe(round)} again and its results differ; expected equal bits");
}
