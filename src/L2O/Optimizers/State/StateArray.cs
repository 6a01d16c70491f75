using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.State;

/// <summary>A part of a run's state: numbers for each coordinate, for each tensor or for all of theta. Zero at the start.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
public sealed class StateArray<T> : IStateStore<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ParameterLayout _layout;
    private readonly StateShape _shape;
    private readonly ImmutableArray<int> _offsets; // (tensor + 1), or (2) of all of theta
    private readonly StatePart _part;
    private readonly ImmutableArray<StatePart> _parts;
    private AlignedBuffer<T> _values;

    internal StateArray(StateShape shape, ParameterLayout layout)
    {
        (_shape, _layout, _offsets) = (shape, layout, shape.Offsets(layout));
        _part = shape.PartOf(layout);
        _parts = [_part];
        _values = new AlignedBuffer<T>(_offsets[^1]);
    }

    /// <summary>All values, as they are stored: tensor by tensor, (channel, coordinate) each.</summary>
    public Span<T> Values => _values.Span;

    internal StateOwner Owner => _shape.Owner;

    ImmutableArray<StatePart> IStateStore<T>.Parts => _parts;

    /// <summary>A tensor's values, (channel, coordinate); those of all of theta where they belong to the network.</summary>
    /// <param name="tensor">Its index in the layout.</param>
    public Span<T> Of(int tensor) => _shape.Owner == StateOwner.Network
        ? _values.Span : _values.Span[_offsets[tensor].._offsets[tensor + 1]];

    /// <summary>A tensor's part of a copy of the values.</summary>
    internal Span<T> Of(int tensor, T[] values) => values.AsSpan(_offsets[tensor].._offsets[tensor + 1]);

    /// <summary>Takes over a buffer of the same length as the values, and gives the old one away: a step without copying.</summary>
    internal AlignedBuffer<T> Exchange(AlignedBuffer<T> next)
    {
        AlignedBuffer<T> old = _values;
        _values = next;
        return old;
    }

    void IStateStore<T>.Read(int part, Span<T> values)
    {
        if (_shape.Owner == StateOwner.Network || _part.Channels == 1)
        {
            Values.CopyTo(values);
            return;
        }
        for (int k = 0, owner = 0; k < _layout.Slots.Length; k++)
        {
            ReadOnlySpan<T> own = Of(k);
            int count = own.Length / _part.Channels;
            for (int channel = 0; channel < _part.Channels; channel++)
                own.Slice(channel * count, count).CopyTo(values[(channel * _part.Count + owner)..]);
            owner += count;
        }
    }

    void IStateStore<T>.Save(StateWriter<T> writer) => writer.Write(_shape.Name, Values);

    void IStateStore<T>.Check(StateReader<T> reader) => reader.Check(_shape.Name, _values.Length);

    void IStateStore<T>.Load(StateReader<T> reader) => reader.Read(_shape.Name, Values);

    bool IStateStore<T>.Fits(IStateStore<T> other) => other is StateArray<T> array && array._part == _part
        && array._offsets.AsSpan().SequenceEqual(_offsets.AsSpan());

    void IStateStore<T>.CopyFrom(IStateStore<T> other) => ((StateArray<T>)other).Values.CopyTo(Values);

    void IStateStore<T>.Clear(int iteration) => Values.Clear();

    IStateStore<T> IStateStore<T>.Twin() => new StateArray<T>(_shape, _layout);

    void IStateStore<T>.CopyTensorFrom(IStateStore<T> other, int tensor, int start, int count)
    {
        if (_shape.Owner != StateOwner.Network)
            ((StateArray<T>)other).Of(tensor).CopyTo(Of(tensor));
    }
}
