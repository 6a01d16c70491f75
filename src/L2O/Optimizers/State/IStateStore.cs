using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Optimizers.State;

/// <summary>Some of a run's state. The run saves, loads, copies and clears all of its stores alike.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal interface IStateStore<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>What can be looked at.</summary>
    ImmutableArray<StatePart> Parts { get; }

    /// <summary>Copies a part.</summary>
    /// <param name="part">Index in <see cref="Parts"/>.</param>
    /// <param name="values">(channel, owner), of the right length; overwritten.</param>
    void Read(int part, Span<T> values);

    /// <summary>Writes everything by name.</summary>
    void Save(StateWriter<T> writer);

    /// <summary>Refuses a stored state that does not fit. Changes nothing.</summary>
    /// <exception cref="InvalidDataException">It does not fit.</exception>
    void Check(StateReader<T> reader);

    /// <summary>Restores what <see cref="Check"/> has let through.</summary>
    void Load(StateReader<T> reader);

    /// <summary>Whether another store has the same form.</summary>
    bool Fits(IStateStore<T> other);

    /// <summary>Copies another store of the same form.</summary>
    void CopyFrom(IStateStore<T> other);

    /// <summary>As before the first step.</summary>
    /// <param name="iteration">Where the run's iterations begin.</param>
    void Clear(int iteration);

    /// <summary>An empty store of the same form.</summary>
    IStateStore<T> Twin();

    /// <summary>Copies what belongs to some coordinates from another store of the same form.</summary>
    /// <param name="other">The other one.</param>
    /// <param name="tensor">The tensor that they make up.</param>
    /// <param name="start">The first coordinate.</param>
    /// <param name="count">Their number.</param>
    void CopyTensorFrom(IStateStore<T> other, int tensor, int start, int count);
}
