using System.Collections.Immutable;
using System.Numerics;
using L2O.Numerics;

namespace L2O.Optimizers.State;

/// <summary>A part of a run's state with several numbers for each coordinate, each a row over all of theta.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="name">As in stored states.</param>
/// <param name="rows">Numbers for each coordinate.</param>
/// <param name="count">n.</param>
internal sealed class StateRows<T>(string name, int rows, int count) : IStateStore<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedBuffer<T> _values = new(checked(rows * count));

    public ImmutableArray<StatePart> Parts { get; } = [new StatePart(name, StateOwner.Coordinate, rows, count)];

    /// <summary>(row, n).</summary>
    public AlignedBuffer<T> Buffer => _values;

    /// <summary>Takes over a buffer of the same length as the values, and gives the old one away: a step without copying.</summary>
    public AlignedBuffer<T> Exchange(AlignedBuffer<T> next)
    {
        AlignedBuffer<T> old = _values;
        _values = next;
        return old;
    }

    public void Read(int part, Span<T> values) => _values.Span.CopyTo(values);

    public void Save(StateWriter<T> writer) => writer.Write(name, _values.Span);

    public void Check(StateReader<T> reader) => reader.Check(name, _values.Length);

    public void Load(StateReader<T> reader) => reader.Read(name, _values.Span);

    public bool Fits(IStateStore<T> other) => other is StateRows<T> same && same._values.Length == _values.Length;

    public void CopyFrom(IStateStore<T> other) => ((StateRows<T>)other)._values.Span.CopyTo(_values.Span);

    public void Clear(int iteration) => _values.Span.Clear();

    public IStateStore<T> Twin() => new StateRows<T>(name, rows, count);

    public void CopyTensorFrom(IStateStore<T> other, int tensor, int start, int length)
    {
        ReadOnlySpan<T> source = ((StateRows<T>)other)._values.Span;
        for (int row = 0; row < rows; row++)
            source.Slice(row * count + start, length).CopyTo(_values.Span[(row * count + start)..]);
    }
}
