using System.Collections.Immutable;
using System.Numerics;
using L2O.Kernels.Lstm;
using L2O.Numerics;
using L2O.Optimizers.State;

namespace L2O.Optimizers.Learned.Lstm;

/// <summary>
/// Hidden and cell state of both LSTM cells, for every coordinate or shared by all, as the kernels hold it and as files do:
/// <c>hidden_0</c>, <c>hidden_1</c>, <c>cell_0</c>, <c>cell_1</c>, each (n, H), or (1, H) if shared.
/// </summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
internal sealed class LstmState<T> : IStateStore<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private static readonly string[] s_names = ["hidden_0", "hidden_1", "cell_0", "cell_1"];

    private readonly LstmShape _shape;
    private readonly int _coordinates;
    private readonly int _stored;
    private readonly bool _shared;
    private readonly AlignedBuffer<T> _values;

    /// <param name="shape">Sizes of the network.</param>
    /// <param name="coordinates">n.</param>
    /// <param name="shared">Whether all coordinates share one state.</param>
    public LstmState(LstmShape shape, int coordinates, bool shared)
    {
        (_shape, _coordinates, _stored, _shared) = (shape, coordinates, shared ? 1 : coordinates, shared);
        StateOwner owner = shared ? StateOwner.Network : StateOwner.Coordinate;
        Parts = [.. s_names.Select((name, part) => new StatePart(name, owner, shape.Hidden, _stored, part % 2 + 1, IsCell: part >= 2))];
        _values = new AlignedBuffer<T>(LstmStep<T>.StateLength(shape, coordinates, shared));
    }

    /// <summary>As the kernels hold it.</summary>
    public Span<T> Values => _values.Span;

    /// <inheritdoc/>
    public ImmutableArray<StatePart> Parts { get; }

    /// <inheritdoc/>
    public void Read(int part, Span<T> values)
    {
        int hidden = _shape.Hidden;
        ReadOnlySpan<T> state = Values;
        for (int start = 0; start < _stored; start += LstmShape.BlockSize)
        {
            int count = Math.Min(LstmShape.BlockSize, _stored - start);
            ReadOnlySpan<T> block = state.Slice(start / LstmShape.BlockSize * _shape.StateStride + part * hidden * LstmShape.BlockSize,
                hidden * LstmShape.BlockSize);
            for (int channel = 0; channel < hidden; channel++)
                block.Slice(channel * LstmShape.BlockSize, count).CopyTo(values[(channel * _stored + start)..]);
        }
    }

    /// <inheritdoc/>
    public void Save(StateWriter<T> writer)
    {
        T[] values = new T[_stored * _shape.Hidden];
        for (int part = 0; part < s_names.Length; part++)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = Values[Index(part, i)];
            writer.Write(s_names[part], values);
        }
    }

    /// <inheritdoc/>
    public void Check(StateReader<T> reader)
    {
        foreach (string name in s_names)
            reader.Check(name, _stored * _shape.Hidden);
    }

    /// <inheritdoc/>
    public void Load(StateReader<T> reader)
    {
        T[] values = new T[_stored * _shape.Hidden];
        for (int part = 0; part < s_names.Length; part++)
        {
            reader.Read(s_names[part], values);
            for (int i = 0; i < values.Length; i++)
                if (_shared)
                    Values.Slice(Index(part, i), LstmShape.BlockSize).Fill(values[i]);
                else
                    Values[Index(part, i)] = values[i];
        }
    }

    /// <inheritdoc/>
    public bool Fits(IStateStore<T> other) =>
        other is LstmState<T> state && (state._shape, state._coordinates, state._shared) == (_shape, _coordinates, _shared);

    /// <inheritdoc/>
    public void CopyFrom(IStateStore<T> other) => ((LstmState<T>)other).Values.CopyTo(Values);

    /// <inheritdoc/>
    public void Clear(int iteration) => Values.Clear();

    /// <inheritdoc/>
    public IStateStore<T> Twin() => new LstmState<T>(_shape, _coordinates, _shared);

    /// <inheritdoc/>
    public void CopyTensorFrom(IStateStore<T> other, int tensor, int start, int count)
    {
        const int size = LstmShape.BlockSize;
        ReadOnlySpan<T> source = ((LstmState<T>)other).Values;
        for (int from = start, length; from < start + count; from += length)
        {
            length = Math.Min(size - from % size, start + count - from);
            for (int row = from / size * _shape.StateStride + from % size, end = row + _shape.StateStride; row < end; row += size)
                source.Slice(row, length).CopyTo(Values[row..]);
        }
    }

    /// <summary>Where the kernels hold value <paramref name="i"/> of (coordinate, unit).</summary>
    private int Index(int part, int i)
    {
        int coordinate = i / _shape.Hidden, row = part * _shape.Hidden + i % _shape.Hidden;
        return coordinate / LstmShape.BlockSize * _shape.StateStride + row * LstmShape.BlockSize + coordinate % LstmShape.BlockSize;
    }
}
