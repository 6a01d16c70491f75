using L2O.MetaTraining.Estimators;

namespace L2O.Cluster;

/// <summary>How many bytes a round's results have, of one worker and of all: known beforehand, so that nothing else is taken.</summary>
/// <param name="Rounds">Which round is what.</param>
/// <param name="Particles">Of all families.</param>
/// <param name="EvaluationRuns">Of an epoch's evaluation.</param>
internal sealed record RoundSizes(ExchangeRounds Rounds, int Particles, int EvaluationRuns)
{
    /// <summary>Bytes of one particle or run.</summary>
    public int ItemBytes(int round) => Rounds.IsEvaluation(round) ? SharePacking.LossBytes : SharePacking.ShareBytes;

    /// <summary>Particles, or runs.</summary>
    public int Items(int round) => Rounds.IsEvaluation(round) ? EvaluationRuns : Particles;

    /// <summary>Bytes of everybody's results.</summary>
    public int AllBytes(int round) => ItemBytes(round) * Items(round);

    /// <summary>Bytes of one worker's results.</summary>
    public int OwnBytes(int round, WorkerPlace place) => ItemBytes(round) * place.CountOf(Items(round));

    /// <summary>Puts one worker's results into everybody's.</summary>
    public void Merge(int round, WorkerPlace place, ReadOnlySpan<byte> own, Span<byte> all)
    {
        int size = ItemBytes(round), count = place.CountOf(Items(round));
        for (int i = 0; i < count; i++)
            own.Slice(i * size, size).CopyTo(all[((place.Worker + i * place.Workers) * size)..]);
    }

    /// <summary>Whether one worker's results are in everybody's, bit for bit.</summary>
    public bool Contains(int round, WorkerPlace place, ReadOnlySpan<byte> own, ReadOnlySpan<byte> all)
    {
        int size = ItemBytes(round), count = place.CountOf(Items(round));
        for (int i = 0; i < count; i++)
            if (!own.Slice(i * size, size).SequenceEqual(all.Slice((place.Worker + i * place.Workers) * size, size)))
                return false;
        return true;
    }
}
