using System.Collections.Immutable;
using System.Numerics;

namespace L2O.Optimizers.State;

/// <summary>A whole number among a run's state, 0 at the start.</summary>
/// <typeparam name="T">float, or double for checks.</typeparam>
/// <param name="name">As in stored states.</param>
internal sealed class StateNumber<T>(string name) : IStateStore<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public int Value { get; set; }

    public ImmutableArray<StatePart> Parts => [];

    public void Read(int part, Span<T> values) => throw new ArgumentOutOfRangeException(nameof(part));

    public void Save(StateWriter<T> writer) => writer.Write(name, Value);

    public void Check(StateReader<T> reader) => reader.ReadInt(name);

    public void Load(StateReader<T> reader) => Value = reader.ReadInt(name);

    public bool Fits(IStateStore<T> other) => other is StateNumber<T>;

    public void CopyFrom(IStateStore<T> other) => Value = ((StateNumber<T>)other).Value;

    public void Clear(int iteration) => Value = 0;

    public IStateStore<T> Twin() => new StateNumber<T>(name);

    public void CopyTensorFrom(IStateStore<T> other, int tensor, int start, int count)
    {
        // It belongs to no tensor.
    }
}
