using System.Collections.Immutable;
using L2O.Optimizers.State;

namespace L2O.Optimizers;

/// <content>The state: saved, loaded, copied, cleared and shown alike for all optimizers.</content>
public abstract partial class OptimizerRun<T>
{
    private const string IterationName = "iteration";
    private const string MissedName = "missed_steps";

    /// <summary>The parts of the state that can be looked at; empty if there are none.</summary>
    internal ImmutableArray<StatePart> StateParts => _parts.IsDefault
        ? _parts = [.. _stores.SelectMany(static store => store.Parts)] : _parts;

    /// <summary>The name under which <see cref="Steps"/> are stored where they differ from the iteration.</summary>
    private protected virtual string StepsName => "steps";

    /// <summary>Copies a part of the state as it is now. Looking changes nothing and allocates nothing.</summary>
    /// <param name="part">Index in <see cref="StateParts"/>.</param>
    /// <param name="values">(channel, owner); overwritten.</param>
    /// <exception cref="ArgumentException">The length is not channels times owners.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    internal void ReadState(int part, Span<T> values)
    {
        ImmutableArray<StatePart> parts = StateParts;
        if (part < 0 || part >= parts.Length)
            throw new ArgumentOutOfRangeException(nameof(part), $"part is {part}; expected 0 to {parts.Length - 1}");
        if (values.Length != parts[part].Channels * parts[part].Count)
            throw new ArgumentException(
                $"{values.Length} values; expected {parts[part].Channels * parts[part].Count}, {parts[part].Channels} channels of " +
                $"{parts[part].Count} owners");
        int store = 0;
        for (; part >= _stores[store].Parts.Length; store++)
            part -= _stores[store].Parts.Length;
        _stores[store].Read(part, values);
    }

    /// <summary>Writes the whole state, the iteration included.</summary>
    /// <param name="writer">Takes it.</param>
    public void Save(StateWriter<T> writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(IterationName, Iteration);
        if (Steps != Iteration)
            writer.Write(StepsName, Steps);
        if (HasMissed)
            writer.Write(MissedName, [.. _missed.Select(static missed => T.CreateChecked(missed))]);
        foreach (IStateStore<T> store in _stores)
            store.Save(writer);
    }

    /// <summary>Restores a state that <see cref="Save"/> wrote for the same settings and layout.</summary>
    /// <param name="reader">Gives it.</param>
    /// <exception cref="InvalidDataException">The stored state does not fit; the run is as it was.</exception>
    public void Load(StateReader<T> reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Check(reader);
        LoadChecked(reader);
    }

    /// <summary>Takes over the state of another run of the same optimizer on the same tensors. Allocates nothing.</summary>
    /// <param name="other">Stays as it is.</param>
    /// <exception cref="ArgumentException">Its state has another form; this run is as it was.</exception>
    public void CopyStateFrom(OptimizerRun<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Fits(other))
            throw new ArgumentException("the other run's state has another form; expected a run of the same optimizer on the same tensors",
                nameof(other));
        CopyFitting(other);
    }

    internal void Check(StateReader<T> reader)
    {
        int iteration = reader.ReadInt(IterationName);
        if (iteration < 0)
            throw new InvalidDataException($"state '{IterationName}' is {iteration}; expected at least 0");
        int steps = reader.Has(StepsName) ? reader.ReadInt(StepsName) : iteration;
        if (steps < 0 || steps > iteration)
            throw new InvalidDataException($"state '{StepsName}' is {steps}; expected 0 to {iteration}, the iteration");
        if (reader.Has(MissedName))
        {
            var missed = new T[_missed.Length];
            reader.Read(MissedName, missed);
            if (missed.Any(count => !T.IsInteger(count) || count < T.Zero || count > T.CreateChecked(steps)))
                throw new InvalidDataException($"state '{MissedName}' has a value out of range; expected integers from 0 to {steps}");
        }
        foreach (IStateStore<T> store in _stores)
            store.Check(reader);
    }

    internal void LoadChecked(StateReader<T> reader)
    {
        Iteration = reader.ReadInt(IterationName);
        Steps = reader.Has(StepsName) ? reader.ReadInt(StepsName) : Iteration;
        Array.Clear(_missed);
        HasMissed = reader.Has(MissedName);
        if (HasMissed)
        {
            var missed = new T[_missed.Length];
            reader.Read(MissedName, missed);
            for (int k = 0; k < missed.Length; k++)
                _missed[k] = int.CreateTruncating(missed[k]);
        }
        foreach (IStateStore<T> store in _stores)
            store.Load(reader);
    }

    internal bool Fits(OptimizerRun<T> other)
    {
        if (other.GetType() != GetType() || other.Layout.Slots.Length != Layout.Slots.Length || other._stores.Count != _stores.Count)
            return false;
        for (int k = 0; k < Layout.Slots.Length; k++)
            if (other.Layout.Slots[k].Count != Layout.Slots[k].Count)
                return false;
        for (int i = 0; i < _stores.Count; i++)
            if (!_stores[i].Fits(other._stores[i]))
                return false;
        return true;
    }

    internal void CopyFitting(OptimizerRun<T> other)
    {
        (Iteration, Steps, HasMissed) = (other.Iteration, other.Steps, other.HasMissed);
        other._missed.CopyTo(_missed, 0);
        for (int i = 0; i < _stores.Count; i++)
            _stores[i].CopyFrom(other._stores[i]);
    }

    /// <summary>
    /// A part of the state, zero at the start; saved, loaded, copied, cleared and shown with the rest. To be called while the run is made.
    /// </summary>
    /// <param name="shape">Its name and form.</param>
    protected StateArray<T> AddState(StateShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        return AddStore(new StateArray<T>(shape, Layout));
    }

    private protected TStore AddStore<TStore>(TStore store) where TStore : IStateStore<T>
    {
        _stores.Add(store);
        return store;
    }
}
